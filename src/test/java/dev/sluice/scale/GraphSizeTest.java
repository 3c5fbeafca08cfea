// SPDX-License-Identifier: Apache-2.0
package dev.sluice.scale;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import dev.sluice.fixture.Bucket;
import dev.sluice.run.runner.Translated;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a job carries does not grow with what is there. */
class GraphSizeTest {
  private static final int FILES = Integer.getInteger("live.files", 100_000);

  private @TempDir Path folder;

  @Test
  void isThatOfAFewFilesForVeryMany() throws IOException {
    EveryLoad pipeline = new EveryLoad(folder).day(1).run().day(2);
    long few = translated("few.json");
    new ManyFiles(folder.resolve("lake"))
        .add(EveryLoad.STATES, FILES / EveryLoad.STATES.size(), false);
    long many = translated("many.json");
    assertThat(pipeline.folder, is(folder));
    assertThat(many, lessThan(few + 20_000));
    assertThat(many, lessThan(1L << 20));
  }

  /** Source files that are new are part of the change, but no job takes very many of them. */
  @Test
  void isThatOfAFewFilesForVeryManyNewOnes() throws IOException {
    EveryLoad pipeline = new EveryLoad(folder).day(1).run();
    pipeline.days(2, 1_000);
    long few = translated("few.json");
    pipeline.days(1_001, 3_000);
    assertThat(translated("many.json"), lessThan(few));
  }

  /** The bytes of the job and of the graph that it names. */
  private long translated(String name) throws IOException {
    Path job = folder.resolve(name);
    try (Bucket bucket = Bucket.open()) {
      var unused = Translated.of(folder, folder, Translated.arguments(job, bucket.endpoint()));
      long staged = bucket.objects().values().stream().mapToLong(bytes -> bytes.length).sum();
      return Files.size(job) + staged;
    }
  }
}
