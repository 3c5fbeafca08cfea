// SPDX-License-Identifier: Apache-2.0
package dev.sluice.infer.profile;

import dev.sluice.batch.RawNames;
import dev.sluice.batch.RecordBatch;
import dev.sluice.batch.arrow.TextBatchBuilder;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.intake.InputFile;
import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.schema.TableSchema;
import dev.sluice.source.files.format.Chunk;
import dev.sluice.source.files.format.FileReader;
import dev.sluice.source.files.open.FileReaders;
import dev.sluice.source.files.position.RecordPosition;
import dev.sluice.spec.table.SourceSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the value of a column that a hash was made of. Files are read again for it, as far as the
 * first row that has it.
 */
final class HashedValue {
  private static final String INPUT = "__input";

  private final Kernel kernel;
  private final String table;
  private final String column;
  private final String hash;

  /**
   * Of one table's column, by its name in the source.
   *
   * @param hash as {@link KeyHashes#repeats} says it
   */
  HashedValue(Kernel kernel, String table, String column, String hash) {
    this.kernel = kernel;
    this.table = table;
    this.column = column;
    this.hash = hash;
  }

  /** The value; empty when no row of the files has it any more. */
  Optional<String> in(List<InputFile> files, SourceSpec source) {
    for (InputFile file : files) {
      Optional<String> found = in(file, source.at(List.of(file.path())));
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private Optional<String> in(InputFile file, SourceSpec source) {
    FileReader.Wanted wanted = new FileReader.Wanted(table, source, new TableSchema(List.of()));
    try (FileReader reader = FileReaders.open(wanted, file, RecordPosition.START)) {
      Chunk chunk;
      do {
        chunk = reader.next();
        Optional<String> found = chunk.rows() == null ? Optional.empty() : in(chunk.rows());
        if (found.isPresent()) {
          return found;
        }
      } while (!chunk.isLast());
    } catch (StatementFailed e) {
      throw new PipelineException(
          ErrorCode.INTERNAL, "Cannot look for a value of " + table + ": " + e.getMessage(), e);
    }
    return Optional.empty();
  }

  private Optional<String> in(RecordBatch batch) throws StatementFailed {
    Map<String, List<RecordBatch>> input = Map.of(INPUT, List.of(batch));
    List<String> names =
        kernel.rows("DESCRIBE SELECT * FROM " + INPUT, input, row -> row.getString("column_name"));
    Optional<String> place =
        names.stream()
            .filter(name -> !name.equals(TextBatchBuilder.ROW))
            .filter(name -> RawNames.source(name).equals(column))
            .map(SqlName::quote)
            .findFirst();
    if (place.isEmpty() && names.contains(TextBatchBuilder.UNKNOWN)) {
      place =
          Optional.of(
              "json_extract_string(%s, %s)"
                  .formatted(
                      SqlName.quote(TextBatchBuilder.UNKNOWN),
                      SqlName.literal(JsonProfile.pointer(column))));
    }
    if (place.isEmpty()) {
      return Optional.empty();
    }
    String value = "(" + place.get() + ")";
    return kernel
        .rows(
            "SELECT %s::VARCHAR FROM %s WHERE %s = %s LIMIT 1"
                .formatted(value, INPUT, KeyHashes.hash(value), hash),
            input,
            row -> row.getString(1))
        .stream()
        .findFirst();
  }
}
