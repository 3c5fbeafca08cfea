// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.listing;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.cloud.storage.Storage;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.fixture.ObjectServer;
import dev.sluice.intake.InputFile;
import dev.sluice.spec.path.PathPattern;
import dev.sluice.spec.path.PatternProblem;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BucketListingTest {
  private ObjectServer server;
  private BucketListing listing;

  @BeforeEach
  void serve() throws IOException {
    server =
        new ObjectServer(
            "a.csv",
            "b [1]*.csv",
            "d/",
            "d/2024/01/a.csv",
            "d/2024/01/_b.csv",
            "d/2024/02/a.csv",
            "d/2024/02/a.txt",
            "d/2024/02/c/d.csv",
            "d/2024/é#?.csv",
            "d/.tmp/x/a.csv",
            "e/big.csv");
    Storage client = server.client();
    listing = new BucketListing(() -> client);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private List<String> files(String pattern) throws PatternProblem {
    List<String> files = new ArrayList<>();
    boolean isMatched = false;
    for (PathPattern each : PathPattern.parse("gs://shop/" + pattern)) {
      isMatched |= listing.find(each);
    }
    listing.files().keySet().forEach(path -> files.add(path.substring("gs://shop/".length())));
    assertThat(isMatched, is(!files.isEmpty()));
    return files;
  }

  @Test
  void asksForFoldersThatCanMatchOnly() throws PatternProblem {
    assertThat(files("d/2024/0*/*.csv"), contains("d/2024/01/a.csv", "d/2024/02/a.csv"));
    assertThat(server.asked(), contains("d/2024/0*", "d/2024/01/*", "d/2024/02/*"));
    assertThat(listing.hidden(), contains("gs://shop/d/2024/01/_b.csv"));
    assertThat(
        listing.files().get("gs://shop/d/2024/01/a.csv"),
        equalTo(
            new InputFile(
                "gs://shop/d/2024/01/a.csv",
                15,
                Instant.parse("2026-01-31T08:00:00.123Z").toEpochMilli())));
  }

  @Test
  void asksOnceForAllBelowAFolder() throws PatternProblem {
    assertThat(
        files("d/**/*.csv"),
        contains("d/2024/01/a.csv", "d/2024/02/a.csv", "d/2024/02/c/d.csv", "d/2024/é#?.csv"));
    assertThat(server.asked(), contains("d/**"));
    assertThat(
        listing.hidden(), contains("gs://shop/d/.tmp/x/a.csv", "gs://shop/d/2024/01/_b.csv"));
  }

  @Test
  void takesOneObjectByItsName() throws PatternProblem {
    assertThat(files("b \\[1\\]\\*.csv"), contains("b [1]*.csv"));
    assertThat(server.asked(), contains("b [1]*.csv"));
    assertThat(files("d/2024/é#\\?.csv"), contains("b [1]*.csv", "d/2024/é#?.csv"));
  }

  @Test
  void takesWhatIsDirectlyInAFolderThatIsNamed() throws PatternProblem {
    assertThat(files("d/2024/02"), contains("d/2024/02/a.csv", "d/2024/02/a.txt"));
    assertThat(listing.hidden(), is(empty()));
  }

  @Test
  void takesOneOfSeveralChoices() throws PatternProblem {
    assertThat(files("{a,e/*,none}.csv"), contains("a.csv", "e/big.csv"));
  }

  @Test
  void saysWhatIsThereWhenNothingMatches() throws PatternProblem {
    assertThat(files("d/2024/02/*.tsv"), is(empty()));
    assertThat(
        listing.why(PathPattern.parse("gs://shop/d/2024/02/*.tsv").get(0)),
        equalTo("gs://shop/d/2024/02/ holds `a.csv`, `a.txt`, `c/`"));
    assertThat(
        listing.why(PathPattern.parse("gs://shop/no/*.tsv").get(0)),
        equalTo("there is nothing below gs://shop/no/"));
  }

  @Test
  void saysWhatTheServiceAnswers() {
    server.fail(403);
    PipelineException e = assertThrows(PipelineException.class, () -> files("*.csv"));
    assertThat(e.code(), is(ErrorCode.FILE_UNREADABLE));
    assertThat(e.getMessage(), containsString("gs://shop/*.csv: Cloud Storage answers with 403"));
  }
}
