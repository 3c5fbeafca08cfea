// SPDX-License-Identifier: Apache-2.0
package dev.sluice.infer.decide;

import dev.sluice.infer.decide.TableGuess.Identity;
import dev.sluice.infer.decide.TableGuess.Seen;
import dev.sluice.infer.profile.ColumnProfile;
import dev.sluice.infer.profile.KeyHashes;
import dev.sluice.infer.profile.TableProfile;
import dev.sluice.infer.sniff.Dialect;
import dev.sluice.infer.type.ColumnTypes;
import dev.sluice.infer.type.TypeGuess;
import dev.sluice.infer.words.Evidence;
import dev.sluice.infer.words.Names;
import dev.sluice.intake.InputFile;
import dev.sluice.kernel.Kernel;
import dev.sluice.spec.table.SourceSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Decides what a spec says of a table, by what was counted of it. */
public final class TableDecision {
  /** Fewer rows without a null say nothing of the next. */
  private static final long ENOUGH_ROWS = 100;

  /** More different values are no categories. */
  private static final int CATEGORIES = 12;

  private final TableProfile profile;
  private final Dialect dialect;
  private final Map<String, TypeGuess> types;
  private final List<ColumnProfile> columns;
  private final NullGuess nulls;

  private TableDecision(TableProfile profile, Dialect dialect) {
    this.profile = profile;
    this.dialect = dialect;
    this.columns = profile.columns();
    this.types =
        ColumnTypes.of(
            profile, dialect.delimiter(), dialect.isNamed() ? List.of() : dialect.names());
    this.nulls =
        new NullGuess(
            profile.json() == null ? columns : List.of(),
            types,
            profile.quotedNothings(),
            dialect.csv().isPresent());
  }

  /**
   * Decides.
   *
   * @param paths as the spec should name its files
   * @param keys hashes of its values
   */
  public static TableGuess of(
      String name, List<String> paths, Dialect dialect, TableProfile profile, KeyChoice keys) {
    return new TableDecision(profile, dialect).decide(name, paths, keys);
  }

  /**
   * What is known of keys: the hashes, and the kernel that holds them.
   *
   * @param files that were hashed
   * @param source that reads them
   */
  public record KeyChoice(
      Kernel kernel, KeyHashes hashes, List<InputFile> files, SourceSpec source) {}

  private TableGuess decide(String name, List<String> paths, KeyChoice choice) {
    List<ColumnGuess> guesses = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (int i = 0; i < columns.size(); i++) {
      guesses.add(column(columns.get(i), i, taken));
    }
    Identity identity = new KeyGuess(name, columns, guesses, choice).identity(this::isNeverNull);
    List<ColumnGuess> bound = guesses.stream().map(g -> bound(g, identity)).toList();
    return new TableGuess(name, paths, dialect, bound, nulls.common(), identity, List.of(), seen());
  }

  private static ColumnGuess bound(ColumnGuess guess, Identity identity) {
    boolean isKey =
        (identity.isSure() && identity.keys().get(0).contains(guess.name()))
            || guess.name().equals(identity.latestBy());
    return isKey ? guess.neverNull() : guess;
  }

  private Seen seen() {
    List<String> evidence = new ArrayList<>(dialect.evidence());
    boolean isPartial = columns.stream().anyMatch(column -> column.rows() < profile.rows());
    if (isPartial && profile.json() == null) {
      evidence.add("some files lack some columns: they are null there");
    }
    if (!profile.isWhole()) {
      evidence.add("only the first " + Evidence.count(profile.rows(), "row") + " were looked at");
    }
    return new Seen(profile, isPartial && profile.json() == null, evidence);
  }

  private ColumnGuess column(ColumnProfile column, int place, Set<String> taken) {
    String source = sourceName(column, place);
    boolean isPlaced = !dialect.isNamed() && dialect.names().size() > place;
    String shown = isPlaced ? dialect.names().get(place) : source;
    TypeGuess type = Objects.requireNonNull(types.get(column.name()));
    String name = Names.legal(shown, "column_" + (place + 1), "c_", taken);
    List<String> evidence = new ArrayList<>(type.evidence());
    column.nothings().entrySet().stream()
        .filter(each -> type.isText() && nulls.isCode(column, each.getKey()))
        .forEach(each -> evidence.add(codes(each.getKey(), each.getValue())));
    List<String> own = nulls.own(column);
    if (!own.isEmpty()) {
      evidence.add(
          own.stream()
                  .map(
                      text ->
                          Evidence.quoted(text)
                              + " in "
                              + Evidence.count(column.nothings().getOrDefault(text, 0L), "row"))
                  .reduce((a, b) -> a + ", " + b)
                  .orElse("")
              + ": null");
    }
    boolean isNullable = !isNeverNull(column) || profile.rows() < ENOUGH_ROWS || !profile.isWhole();
    return new ColumnGuess(
        name,
        source,
        type.type(),
        isNullable,
        type.form(),
        own,
        categories(column, type),
        evidence);
  }

  private static String codes(String text, long count) {
    return "%s in %s: a code as the others, not null"
        .formatted(Evidence.quoted(text), Evidence.count(count, "row"));
  }

  private String sourceName(ColumnProfile column, int place) {
    return dialect.isNamed() ? column.name() : "column_" + (place + 1);
  }

  private boolean isNeverNull(ColumnProfile column) {
    return column.rows() == profile.rows() && column.nulls() == 0 && !nulls.hasNull(column);
  }

  private List<String> categories(ColumnProfile column, TypeGuess type) {
    int many = column.values().size();
    boolean isFew =
        type.isText()
            && !column.hasManyValues()
            && many > 1
            && many <= CATEGORIES
            && column.filled() >= many * 5L
            && column.longest() <= 40;
    return isFew
        ? column.values().keySet().stream()
            .filter(value -> !value.isEmpty() && !nulls.isNull(column, value))
            .collect(Collectors.collectingAndThen(Collectors.toList(), Evidence::sorted))
        : List.of();
  }
}
