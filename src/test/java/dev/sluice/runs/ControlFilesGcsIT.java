// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import dev.sluice.fixture.Buckets;
import dev.sluice.fixture.Emulators;
import dev.sluice.fixture.Pipelines;
import dev.sluice.fixture.Pipelines.Ran;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Control files in a bucket, beside data in it, of a lake in it. */
class ControlFilesGcsIT {
  private @TempDir Path folder;

  @Test
  void countsWhatLiesInABucket() {
    Storage storage = Buckets.client(Emulators.gcs());
    String bucket = Buckets.make();
    put(storage, bucket, "in/a.csv", "id\n1\n2\n");
    put(storage, bucket, "counts/1.json", "{\"file\": \"in/a.csv\", \"rows\": 2}\n");
    Pipelines.write(
        folder.resolve("pipeline.yaml"),
        """
        name: shop
        lake: gs://%1$s/lake
        tables:
          orders:
            source: {csv: "gs://%1$s/in/*.csv"}
            columns: {id: bigint!}
            load: append
            checks: [{reconcile: {control: "gs://%1$s/counts/*.json"}}]
        """
            .formatted(bucket));
    assertThat(checked(0), containsString("1 count as told (2 rows)"));
    put(storage, bucket, "in/b.csv", "id\n3\n");
    put(storage, bucket, "counts/2.json", "[{\"file\": \"b.csv\", \"rows\": 4}]");
    assertThat(checked(1), containsString("1 count of 1 not as told"));
    put(storage, bucket, "in/b.csv", "id\n3\n4\n5\n6\n");
    assertThat(checked(0), containsString("1 count as told (4 rows)"));
  }

  private String checked(int exit) {
    Ran ran = Pipelines.sluice("run", folder.toString(), "--quiet");
    assertThat(ran.toString(), ran.exit(), is(exit));
    return Pipelines.sluice("check", "list", folder.toString()).out();
  }

  private static void put(Storage storage, String bucket, String name, String text) {
    Blob unused =
        storage.create(
            BlobInfo.newBuilder(bucket, name).build(), text.getBytes(StandardCharsets.UTF_8));
  }
}
