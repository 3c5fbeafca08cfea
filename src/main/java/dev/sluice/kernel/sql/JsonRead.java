// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kernel.sql;

import java.util.Map;
import java.util.stream.Collectors;

/** Spells the table function that reads lines of JSON which this process wrote. */
public final class JsonRead {
  private JsonRead() {}

  /**
   * A table of one file, whatever its name holds.
   *
   * @param types of the columns, by their names, as the kernel spells them
   */
  public static String lines(String path, Map<String, String> types) {
    String columns =
        types.entrySet().stream()
            .map(each -> SqlName.literal(each.getKey()) + ": " + SqlName.literal(each.getValue()))
            .collect(Collectors.joining(", ", "{", "}"));
    return "read_json(%s, format = 'newline_delimited', columns = %s)"
        .formatted(SqlName.literal(ParquetRead.name(path)), columns);
  }
}
