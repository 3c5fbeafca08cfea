// SPDX-License-Identifier: Apache-2.0
package dev.sluice.batch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Builds batches of dead letters: every bad row of every stage has this one shape.
 *
 * <p>Columns: {@code _row} (its number in the origin, 0 when it has none), {@link #TABLE}, {@link
 * #STAGE}, {@link #REASONS} (a JSON array of objects with code, rule, column, value and message,
 * all texts), {@link #PAYLOAD} (the record as it was) and {@link #FORMAT} (what the payload is).
 * The batch's origin is the source file.
 */
public final class DeadLetters {
  public static final String TABLE = "table_name";
  public static final String STAGE = "stage";
  public static final String REASONS = "reasons";
  public static final String PAYLOAD = "payload";
  public static final String FORMAT = "payload_format";

  /** The stage of records that could not be read as rows. */
  public static final String READ = "read";

  /** The text columns, in order; {@code _row} stands before them. */
  public static final List<String> COLUMNS = List.of(TABLE, STAGE, REASONS, PAYLOAD, FORMAT);

  /** Longest value or message of a reason; longer ones are cut. */
  public static final int MAX_TEXT = 500;

  /** Most bytes of a payload; longer ones are cut, and the format then ends in {@code ;cut}. */
  public static final int MAX_PAYLOAD = 64 << 10;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String table;
  private final String stage;
  private final TextBatchBuilder builder = new TextBatchBuilder(COLUMNS);

  /**
   * Letters of one table and one stage: {@code read}, {@code contract}, {@code rules} or {@code
   * model}.
   */
  public DeadLetters(String table, String stage) {
    this.table = table;
    this.stage = stage;
  }

  /** Why a row is dead. */
  public record Reason(
      ErrorCode code,
      @Nullable String rule,
      @Nullable String column,
      @Nullable String value,
      String message) {}

  /**
   * Adds a row.
   *
   * @param payload the record's own bytes; kept in base64 when they are not UTF-8
   * @param format what the payload is, such as {@code csv}
   */
  public void add(long row, List<Reason> reasons, byte[] payload, String format) {
    ArrayNode list = JSON.createArrayNode();
    for (Reason reason : reasons) {
      list.addObject()
          .put("code", reason.code().name())
          .put("rule", reason.rule())
          .put("column", reason.column())
          .put("value", cut(reason.value()))
          .put("message", cut(reason.message()));
    }
    boolean isCut = payload.length > MAX_PAYLOAD;
    byte[] kept = isCut ? java.util.Arrays.copyOf(payload, MAX_PAYLOAD) : payload;
    String text = decode(kept);
    builder.append(0, table);
    builder.append(1, stage);
    try {
      builder.append(2, JSON.writeValueAsString(list));
    } catch (JsonProcessingException e) {
      throw new PipelineException(ErrorCode.INTERNAL, "Cannot write a dead letter", e);
    }
    builder.append(3, text != null ? text : Base64.getEncoder().encodeToString(kept));
    builder.append(4, format + (text != null ? "" : ";base64") + (isCut ? ";cut" : ""));
    builder.endRow(row);
  }

  public int rows() {
    return builder.rows();
  }

  public boolean isFull() {
    return builder.isFull();
  }

  /** Returns the letters so far as one batch and starts the next. */
  public RecordBatch build(String origin) {
    return builder.build(origin);
  }

  private static @Nullable String cut(@Nullable String text) {
    return text == null || text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "…";
  }

  private static @Nullable String decode(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }
}
