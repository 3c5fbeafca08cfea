// SPDX-License-Identifier: Apache-2.0
package dev.sluice.infer.profile;

import dev.sluice.batch.RecordBytes;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Finds which texts that look as if they said that there is no value stand in quotes. */
final class QuotedNothings {
  private QuotedNothings() {}

  static void find(TableProfile table, RecordBytes records, char quote) {
    Map<String, byte[]> wanted = new HashMap<>();
    for (ColumnProfile column : table.columns()) {
      for (String text : column.nothings().keySet()) {
        if (!table.quotedNothings().contains(text)) {
          wanted.put(text, (quote + text + quote).getBytes(StandardCharsets.UTF_8));
        }
      }
    }
    for (int row = 0; row < records.rows() && !wanted.isEmpty(); row++) {
      byte[] record = records.get(row);
      for (int at = 0; at < record.length; at++) {
        if (record[at] == quote && (at == 0 || record[at - 1] != quote)) {
          find(table, wanted, record, at);
        }
      }
    }
  }

  private static void find(TableProfile table, Map<String, byte[]> wanted, byte[] record, int at) {
    wanted
        .entrySet()
        .removeIf(
            each -> {
              boolean isHere = begins(record, at, each.getValue());
              if (isHere) {
                table.quote(each.getKey());
              }
              return isHere;
            });
  }

  private static boolean begins(byte[] record, int at, byte[] text) {
    if (at + text.length > record.length) {
      return false;
    }
    for (int i = 0; i < text.length; i++) {
      if (record[at + i] != text[i]) {
        return false;
      }
    }
    return true;
  }
}
