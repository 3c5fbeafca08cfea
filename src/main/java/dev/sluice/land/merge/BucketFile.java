// SPDX-License-Identifier: Apache-2.0
package dev.sluice.land.merge;

import dev.sluice.table.DataFile;
import java.io.Serializable;
import org.apache.beam.sdk.values.KV;

/**
 * A file on its way to the merge of its bucket.
 *
 * @param from whose rows it holds
 */
record BucketFile(DataFile file, From from) implements Serializable {
  /** Whose rows. */
  enum From {
    /** Those that the run read. */
    FRESH,
    /** Those that are there, in a live file or one of deleted rows. */
    EARLIER,
    /** Those that are there, of a file that was cut otherwise. */
    RECUT
  }

  static KV<Integer, BucketFile> of(DataFile file, From from) {
    return KV.of(file.bucket(), new BucketFile(file, from));
  }
}
