// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.replay;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.letters.record.LetterCipher;
import dev.sluice.letters.record.PayloadFormat;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter that is read again.
 *
 * @param group letters of one group can be read together
 * @param row the number in the origin
 * @param record the bytes of the payload, decrypted
 */
@SuppressWarnings("ArrayRecordComponent")
public record ReplayedLetter(String id, Group group, long row, byte[] record) {
  /** The columns that {@link #read} takes. */
  public static final String COLUMNS =
      SqlName.list(
          List.of(
              "letter_id", "origin", "origin_row", "payload", "payload_format", "payload_header"));

  /**
   * What records have in common.
   *
   * @param origin the file they stood in
   * @param kind of the payload
   * @param header what is needed to read one alone; null for kinds without
   */
  public record Group(String origin, String kind, @Nullable String header) {}

  public static ReplayedLetter read(ResultSet row, Supplier<LetterCipher> cipher)
      throws SQLException {
    String id = row.getString(1);
    PayloadFormat format = PayloadFormat.of(row.getString(5));
    String payload = row.getString(4);
    if (!format.isWhole() || payload == null) {
      throw new PipelineException(
          ErrorCode.LETTER_UNREADABLE,
          "Dead letter %s cannot be read again: its payload was %s. Read its row from the source, row %d of %s, or leave the letter out."
              .formatted(
                  id,
                  payload == null ? "dropped" : "cut, for the record is longer than 64 KiB",
                  row.getLong(3),
                  row.getString(2)));
    }
    Group group = new Group(row.getString(2), format.kind(), row.getString(6));
    return new ReplayedLetter(id, group, row.getLong(3), format.bytes(payload, id, cipher));
  }

  public static long[] numbers(List<ReplayedLetter> letters) {
    return letters.stream().mapToLong(ReplayedLetter::row).toArray();
  }
}
