// SPDX-License-Identifier: Apache-2.0
package dev.sluice.letters.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.sluice.batch.RecordBatch;
import dev.sluice.batch.arrow.TextBatchBuilder;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.table.LetterColumns;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Builds batches of dead letters: every bad row of every stage has this one shape.
 *
 * <p>{@code _row} is a row's number in its origin, 0 when it has none; the other columns are those
 * of {@link LetterColumns}. The batch's origin is the source file.
 */
public final class DeadLetters {
  /** The stage of records that could not be read as rows. */
  public static final String READ = "read";

  /** The payload format of typed values: a JSON object. */
  public static final String ROW = "row";

  /** Longest value or message of a reason; longer ones are cut. */
  public static final int MAX_TEXT = 500;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String table;
  private final String stage;
  private final String origin;
  private final TextBatchBuilder builder = new TextBatchBuilder(LetterColumns.TEXTS);

  /**
   * Letters of one table, one stage and one origin.
   *
   * @param stage {@code read}, {@code contract}, {@code rules} or {@code model}
   * @param origin the source file; empty when rows have none
   */
  public DeadLetters(String table, String stage, String origin) {
    this.table = table;
    this.stage = stage;
    this.origin = origin;
  }

  /** Why a row is dead. */
  public record Reason(
      ErrorCode code,
      @Nullable String rule,
      @Nullable String column,
      @Nullable String value,
      String message) {}

  /** Adds a row. */
  public void add(long row, List<Reason> reasons, Payload payload) {
    String text = decode(payload.kept());
    List<String> marks = new ArrayList<>();
    if (text == null) {
      marks.add(PayloadFormat.BASE64);
      text = Base64.getEncoder().encodeToString(payload.kept());
    }
    if (payload.isCut()) {
      marks.add(PayloadFormat.CUT);
    }
    builder.append(0, payload.letterId(table, origin, row));
    builder.append(1, table);
    builder.append(2, stage);
    builder.append(3, json(reasons));
    builder.append(4, text);
    builder.append(5, new PayloadFormat(payload.format(), marks).toString());
    builder.append(6, payload.header());
    builder.append(7, payload.sha256());
    builder.append(8, Long.toString(payload.length()));
    builder.endRow(row);
  }

  private static String json(List<Reason> reasons) {
    ArrayNode list = JSON.createArrayNode();
    for (Reason reason : reasons) {
      list.addObject()
          .put("code", reason.code().name())
          .put("rule", reason.rule())
          .put("column", reason.column())
          .put("value", cut(reason.value()))
          .put("message", cut(reason.message()));
    }
    try {
      return JSON.writeValueAsString(list);
    } catch (JsonProcessingException e) {
      throw new PipelineException(ErrorCode.INTERNAL, "Cannot write a dead letter", e);
    }
  }

  public int rows() {
    return builder.rows();
  }

  public boolean isFull() {
    return builder.isFull();
  }

  /** Returns the letters so far as one batch and starts the next. */
  public RecordBatch build() {
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
