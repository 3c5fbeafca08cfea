// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table;

import java.util.List;

/** Names the columns that every dead letter has, in batches and in the lake. */
public final class LetterColumns {
  /** Equal whenever the same record dies again. */
  public static final String ID = "letter_id";

  public static final String TABLE = "table_name";
  public static final String STAGE = "stage";

  /** A JSON array of objects with code, rule, column, value and message, all texts. */
  public static final String REASONS = "reasons";

  /** The record as it was. */
  public static final String PAYLOAD = "payload";

  /** What the payload is: a kind, then what was done to it. */
  public static final String FORMAT = "payload_format";

  /** What is needed to read the payload alone. */
  public static final String HEADER = "payload_header";

  /** Of the whole record. */
  public static final String SHA256 = "payload_sha256";

  /** Of the whole record. */
  public static final String BYTES = "payload_bytes";

  /** The text columns of a batch, in order; {@code _row} stands before them. */
  public static final List<String> TEXTS =
      List.of(ID, TABLE, STAGE, REASONS, PAYLOAD, FORMAT, HEADER, SHA256, BYTES);

  private LetterColumns() {}
}
