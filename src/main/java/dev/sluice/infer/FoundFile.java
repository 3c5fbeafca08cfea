// SPDX-License-Identifier: Apache-2.0
package dev.sluice.infer;

import dev.sluice.infer.sniff.Dialect;
import dev.sluice.intake.InputFile;

/**
 * A file, and how it spells its rows.
 *
 * @param pattern what named it on the command line
 * @param isPattern whether that names several files on purpose
 */
record FoundFile(InputFile file, Dialect dialect, String pattern, boolean isPattern) {
  private static final String PACKED = "(?i)\\.(gz|zst|bz2|xz)$";
  private static final String FORMAT = "\\.[A-Za-z][A-Za-z0-9]{0,9}$";

  /** The folder, with a slash at its end. */
  String folder() {
    return file.path().substring(0, file.path().lastIndexOf('/') + 1);
  }

  String fileName() {
    return file.path().substring(file.path().lastIndexOf('/') + 1);
  }

  /** The name without what says the format: {@code shop.orders} of {@code shop.orders.csv.gz}. */
  String stem() {
    String name = fileName();
    String stem = name.replaceFirst(PACKED, "").replaceFirst(FORMAT, "");
    return stem.isEmpty() ? name : stem;
  }

  /** What stands behind the stem. */
  String ending() {
    return fileName().substring(stem().length());
  }

  /** The stem without what tells files of one series apart: numbers, dates, parts. */
  String series() {
    String series =
        stem()
            .replaceAll(
                "(?i)([-_. ]|^)(part|p|chunk|shard|v)?[-_. ]?[0-9]{1,}([-_tT:. ]?[0-9]+)*", "");
    return series.replaceAll("[0-9]+$", "").replaceAll("^[-_. ]+|[-_. ]+$", "");
  }
}
