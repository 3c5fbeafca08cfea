// SPDX-License-Identifier: Apache-2.0
package dev.sluice.plan.sources;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.sluice.batch.RecordBatch;
import dev.sluice.batch.arrow.ArrowIpc;
import dev.sluice.batch.arrow.TextBatchBuilder;
import dev.sluice.error.PipelineException;
import dev.sluice.intake.InputFile;
import dev.sluice.source.files.format.Chunk;
import dev.sluice.source.files.format.FileReader;
import dev.sluice.source.files.open.FileReaders;
import dev.sluice.source.files.position.RecordPosition;
import dev.sluice.spec.table.SourceSpec;
import dev.sluice.spec.table.TableSpec;
import dev.sluice.validate.RowTrial;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * What the beginnings of a table's files say of its columns; nothing but names is looked at.
 *
 * @param unknown fields that the contract does not name, as the files call them
 * @param missing columns without a default that some file lacks; of JSON, that no record has
 */
public record SourceHeaders(List<String> unknown, List<String> missing) {
  /** So many of the first files and of the last are looked at. */
  private static final int MOST_FILES = 10;

  private static final JsonFactory JSON = new JsonFactory();

  /** Looks at files on this machine; what cannot be read says nothing. */
  public static SourceHeaders of(TableSpec table, List<InputFile> files) {
    Set<String> unknown = new LinkedHashSet<>();
    Set<String> missing = new LinkedHashSet<>();
    Set<String> met = new LinkedHashSet<>();
    boolean isJson = table.source() instanceof SourceSpec.Json;
    for (InputFile file : some(files)) {
      Chunk begin = begin(table, file);
      RecordBatch rows = begin == null ? null : begin.rows();
      if (begin != null && rows != null) {
        RowTrial.HeaderDifference header = RowTrial.differences(table, rows);
        unknown.addAll(isJson ? keys(rows) : header.unknown());
        missing.addAll(isJson ? List.of() : header.missing());
        met.addAll(begin.end().columns());
      }
    }
    if (isJson && !met.isEmpty()) {
      table.schema().declared().columns().stream()
          .filter(column -> column.fallback() == null && !met.contains(column.name()))
          .forEach(column -> missing.add(column.name()));
    }
    return new SourceHeaders(List.copyOf(unknown), List.copyOf(missing));
  }

  /** The first piece of a file; null where it cannot be read, which a run says. */
  private static @Nullable Chunk begin(TableSpec table, InputFile file) {
    FileReader.Wanted wanted = new FileReader.Wanted(table.name(), table.source(), table.schema());
    try (FileReader reader = FileReaders.open(wanted, file, RecordPosition.START)) {
      return reader.next();
    } catch (PipelineException e) {
      return null;
    }
  }

  private static Set<InputFile> some(List<InputFile> files) {
    Set<InputFile> some = new LinkedHashSet<>();
    for (int i = 0; i < files.size(); i++) {
      boolean isAtEnd = i < MOST_FILES || i >= files.size() - MOST_FILES;
      if (isAtEnd && !files.get(i).path().contains("://")) {
        some.add(files.get(i));
      }
    }
    return some;
  }

  /** The keys of records that no column has. */
  private static List<String> keys(RecordBatch rows) {
    Set<String> keys = new LinkedHashSet<>();
    try (ArrowStreamReader reader = ArrowIpc.open(rows)) {
      if (reader.loadNextBatch()) {
        FieldVector vector = reader.getVectorSchemaRoot().getVector(TextBatchBuilder.UNKNOWN);
        if (vector instanceof VarCharVector texts) {
          for (int i = 0; i < texts.getValueCount(); i++) {
            if (!texts.isNull(i)) {
              keys(texts.get(i), keys);
            }
          }
        }
      }
    } catch (IOException e) {
      return new ArrayList<>(keys);
    }
    return new ArrayList<>(keys);
  }

  private static void keys(byte[] object, Set<String> into) throws IOException {
    try (JsonParser parser = JSON.createParser(object)) {
      JsonToken unused = parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        into.add(parser.currentName());
        JsonToken value = parser.nextToken();
        if (value.isStructStart()) {
          JsonParser unusedParser = parser.skipChildren();
        }
      }
    }
  }
}
