// SPDX-License-Identifier: Apache-2.0
package dev.sluice.explain.cause;

import dev.sluice.explain.advice.Edit;
import dev.sluice.explain.advice.SpecTrial;
import dev.sluice.spec.Parsed;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.parse.folder.SpecEdits;
import dev.sluice.spec.table.SourceSpec;
import dev.sluice.spec.table.TableSpec;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * Tries how a source is read before anybody is told to write it: on the files that records died in.
 */
record SourceTrial(Function<SpecEdits, Parsed> parser, Rereading rereading) {
  /** Whether a line lets files be read better, each of them. */
  boolean isBetter(TableSpec table, Edit edit, List<String> files) {
    Optional<SourceSpec> other =
        Optional.ofNullable(parser.apply(SpecTrial.edited(edit)).spec())
            .flatMap((PipelineSpec spec) -> spec.table(table.name()))
            .map(TableSpec::source);
    return other.isPresent()
        && !files.isEmpty()
        && files.stream().allMatch(file -> rereading.isBetter(table, other.get(), file));
  }

  /** In which encodings a file may be. */
  List<String> encodings(String file) {
    return rereading.encodings(file);
  }

  /** Where a record stands, for people. */
  String place(TableSpec table, String file, long record) {
    OptionalLong line = rereading.line(table, file, record);
    return line.isPresent()
        ? "at %s:%d (record %d)".formatted(file, line.getAsLong(), record)
        : "in record %d of %s".formatted(record, file);
  }
}
