// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lake;

import dev.sluice.sql.SqlName;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The hash buckets a merged table is stored in. The hash is MD5 over the key's text, which every
 * engine computes alike, because buckets outlive the version of the kernel that wrote them.
 */
public final class Buckets {
  private Buckets() {}

  /** A SQL expression for the bucket of a row, 0 to {@code count - 1}. */
  public static String of(List<String> key, int count) {
    String text =
        key.stream()
            .map(column -> "CAST(" + SqlName.quote(column) + " AS VARCHAR)")
            .collect(Collectors.joining(", chr(31), ", "concat(", ")"));
    return "(md5_number_lower(%s) %% %d)::INTEGER".formatted(text, count);
  }
}
