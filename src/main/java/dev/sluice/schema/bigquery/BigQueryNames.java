// SPDX-License-Identifier: Apache-2.0
package dev.sluice.schema.bigquery;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Which names BigQuery takes. */
public final class BigQueryNames {
  private static final int MAX_COLUMN = 300;

  /** Names that every BigQuery takes; more characters are allowed, but not by every tool. */
  private static final Pattern COLUMN = Pattern.compile("[\\p{L}_][\\p{L}\\p{M}\\p{N}_]*");

  private static final List<String> RESERVED =
      List.of(
          "_table_",
          "_file_",
          "_partition",
          "_row_timestamp",
          "__root__",
          "_colidentifier",
          "_change_sequence_number",
          "_change_type",
          "_change_timestamp");

  private BigQueryNames() {}

  /** Why a column cannot have a name; empty when it can. */
  public static String problemOf(String column) {
    String lower = column.toLowerCase(Locale.ROOT);
    if (column.codePointCount(0, column.length()) > MAX_COLUMN) {
      return "is longer than the " + MAX_COLUMN + " characters of a BigQuery column";
    }
    for (String prefix : RESERVED) {
      if (lower.startsWith(prefix)) {
        return "begins with `" + prefix + "`, which BigQuery keeps for itself";
      }
    }
    return COLUMN.matcher(column).matches()
        ? ""
        : "is not a BigQuery column: letters, digits and `_`, not a digit first";
  }

  /** A name with what datasets cannot have replaced by {@code _}. */
  public static String dataset(String name) {
    return name.replaceAll("[^A-Za-z0-9_]", "_");
  }
}
