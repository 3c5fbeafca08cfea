// SPDX-License-Identifier: Apache-2.0
package dev.sluice.infer.change;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.infer.profile.ColumnProfile;
import dev.sluice.infer.profile.KeyHashes;
import dev.sluice.infer.profile.Profiler;
import dev.sluice.infer.profile.TableProfile;
import dev.sluice.infer.type.ColumnTypes;
import dev.sluice.infer.type.Form;
import dev.sluice.infer.type.TypeGuess;
import dev.sluice.infer.words.Names;
import dev.sluice.intake.InputFile;
import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.schema.change.NewFields;
import dev.sluice.schema.form.SourceNames;
import dev.sluice.schema.form.Sourcing;
import dev.sluice.schema.form.TextForm;
import dev.sluice.schema.spelling.TypeGrammar;
import dev.sluice.schema.spelling.TypeProblem;
import dev.sluice.spec.table.SourceSpec;
import dev.sluice.spec.table.TableSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the files of a source have, by all their rows, against the columns of its contract.
 *
 * @param unknown columns that the contract does not name, as it could name them: nullable, absent
 *     from some files, of the narrowest type that every value is of
 * @param missing columns of the contract that no file has
 * @param files that were read
 */
public record SourceColumns(List<Column> unknown, List<String> missing, long rows, int files) {
  /** The default of a column that came later: files that are there, or come, may lack it. */
  private static final String NULL = "null";

  public SourceColumns {
    unknown = List.copyOf(unknown);
    missing = List.copyOf(missing);
  }

  /** Reads files as a run would, and compares. */
  public static SourceColumns of(TableSpec table, List<InputFile> files) {
    return of(table, files, Long.MAX_VALUE);
  }

  /**
   * Reads the beginnings of files, and compares.
   *
   * @param each so many rows of a file, or a few more
   */
  static SourceColumns of(TableSpec table, List<InputFile> files, long each) {
    return profiled(table, files, each, profile -> compare(table, profile));
  }

  private static <T> T profiled(
      TableSpec table, List<InputFile> files, long each, Function<TableProfile, T> use) {
    try (Kernel kernel = Kernel.open(KernelSettings.aside())) {
      Profiler profiler =
          new Profiler(kernel, new KeyHashes(table.name(), 0), Long.MAX_VALUE, rows -> {});
      files.forEach(file -> profiler.read(file, table.source(), each));
      return use.apply(profiler.table());
    }
  }

  /**
   * The columns whose records have fields in some row of these files that their type lacks, where
   * the contract lets them grow. Of much data nothing is looked at.
   */
  static List<NewFields> grown(TableSpec table, List<InputFile> files) {
    List<Column> asked =
        table.schema().declared().columns().stream()
            .filter(column -> table.contract().isGrowing(column.name()))
            .toList();
    if (asked.isEmpty() || NewColumns.isMuch(files)) {
      return List.of();
    }
    return profiled(table, files, Long.MAX_VALUE, profile -> grown(table, asked, profile));
  }

  private static List<NewFields> grown(TableSpec table, List<Column> asked, TableProfile profile) {
    List<String> there = profile.columns().stream().map(ColumnProfile::name).toList();
    List<List<Integer>> found = found(table, there);
    Map<String, TypeGuess> types = ColumnTypes.of(profile, ',', List.of());
    List<Column> declared = table.schema().declared().columns();
    List<NewFields> grown = new ArrayList<>();
    for (Column column : asked) {
      Column own = column;
      Set<String> paths = new LinkedHashSet<>();
      for (int place : found.get(declared.indexOf(column))) {
        NewFields more = NewFields.of(own, typed(own.name(), types.get(there.get(place))));
        own = more.column();
        paths.addAll(more.paths());
      }
      if (!paths.isEmpty()) {
        grown.add(new NewFields(own, List.copyOf(paths)));
      }
    }
    return grown;
  }

  private static Column typed(String name, @Nullable TypeGuess guess) {
    try {
      return TypeGrammar.read(name, guess == null ? TypeGuess.TEXT : guess.type());
    } catch (TypeProblem e) {
      return Column.of(name, "VARCHAR", true);
    }
  }

  private static SourceColumns compare(TableSpec table, TableProfile profile) {
    List<Column> declared = table.schema().declared().columns();
    List<String> there = profile.columns().stream().map(ColumnProfile::name).toList();
    List<List<Integer>> found = found(table, there);
    Set<Integer> known = new HashSet<>();
    List<String> missing = new ArrayList<>();
    for (int i = 0; i < declared.size(); i++) {
      known.addAll(found.get(i));
      if (found.get(i).isEmpty() && profile.rows() > 0) {
        missing.add(declared.get(i).name());
      }
    }
    char delimiter = table.source().record() instanceof SourceSpec.Csv csv ? csv.delimiter() : ',';
    Map<String, TypeGuess> types = ColumnTypes.of(profile, delimiter, List.of());
    return new SourceColumns(
        unknown(table, profile, known, types), missing, profile.rows(), profile.files());
  }

  private static List<List<Integer>> found(TableSpec table, List<String> there) {
    try {
      return SourceNames.match(
          table.schema().declared().columns().stream()
              .map(column -> column.sourcing().wanted(column.name()))
              .toList(),
          there);
    } catch (SourceNames.Ambiguous e) {
      throw new PipelineException(
              ErrorCode.HEADER_MISMATCH,
              "Table '%s': it cannot be told which of the source's columns is meant: %s."
                  .formatted(table.name(), e.getMessage()))
          .about("tables", table.name(), "columns");
    }
  }

  private static List<Column> unknown(
      TableSpec table, TableProfile profile, Set<Integer> known, Map<String, TypeGuess> types) {
    List<String> there = profile.columns().stream().map(ColumnProfile::name).toList();
    Set<String> taken = new HashSet<>(Set.of(Column.EXTRA));
    table
        .schema()
        .declared()
        .columns()
        .forEach(column -> taken.add(column.name().toLowerCase(Locale.ROOT)));
    List<Column> unknown = new ArrayList<>();
    for (int i = 0; i < there.size(); i++) {
      if (!known.contains(i)) {
        String source = there.get(i);
        String name = Names.legal(source, "column_" + (i + 1), "c_", taken);
        TypeGuess guess = types.getOrDefault(source, TypeGuess.text());
        unknown.add(column(name, source, guess));
      }
    }
    return unknown;
  }

  private static Column column(String name, String source, TypeGuess guess) {
    Form form = guess.form();
    TextForm read =
        new TextForm(
            form.formats(),
            form.decimal(),
            form.thousands(),
            form.trueValues(),
            form.falseValues(),
            List.of());
    List<String> from = name.equals(source) ? List.of() : List.of(source);
    try {
      return TypeGrammar.read(name, guess.type())
          .sourced(new Sourcing(from, List.of(), false, NULL, read));
    } catch (TypeProblem e) {
      return Column.of(name, "VARCHAR", true).sourced(sourcing(from));
    }
  }

  /** How a new column is found, that is written as everything is. */
  static Sourcing sourcing(List<String> from) {
    return new Sourcing(from, List.of(), false, NULL, TextForm.PLAIN);
  }

  /** The same behind columns that were found before. */
  public SourceColumns behind(List<Column> earlier) {
    List<Column> all = new ArrayList<>(earlier);
    all.addAll(unknown);
    return new SourceColumns(all, missing, rows, files);
  }

  /** The schema with the columns that it lacks. */
  public TableSchema added(TableSchema declared) {
    List<Column> all = new ArrayList<>(declared.columns());
    all.addAll(unknown);
    return new TableSchema(all);
  }
}
