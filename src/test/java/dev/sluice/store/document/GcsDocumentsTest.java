// SPDX-License-Identifier: Apache-2.0
package dev.sluice.store.document;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.fixture.ObjectServer;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

/** What a bucket does not let see is never taken for what is not there. */
@Timeout(60)
class GcsDocumentsTest {
  private static final String LOG = "_sluice/log";
  private static final String FIRST = LOG + "/000001.json";

  @Test
  void tellsALakeThatMayNotBeReadFromAnEmptyOne() throws IOException {
    try (ObjectServer server = new ObjectServer()) {
      DocumentStore lake = new GcsDocuments(server.client(), "gs://shop/lake");
      assertThat(lake.list(LOG), is(List.of()));
      assertThat(lake.read(FIRST), is(Optional.empty()));
      server.fail(403);
      for (Executable look : List.<Executable>of(() -> lake.list(LOG), () -> lake.read(FIRST))) {
        assertThat(
            assertThrows(IOException.class, look).getMessage(),
            allOf(
                containsString("Cloud Storage refused gs://shop/lake/_sluice/log"),
                containsString(": 403 "),
                containsString("The account needs roles/storage.objectUser on the bucket")));
      }
      server.fail(401);
      assertThat(
          assertThrows(IOException.class, () -> lake.list(LOG)).getMessage(),
          containsString("Sign in: gcloud auth application-default login"));
      server.fail(404);
      assertThat(
          assertThrows(IOException.class, () -> lake.list(LOG)).getMessage(),
          containsString("The bucket must be there before the first run"));
    }
  }
}
