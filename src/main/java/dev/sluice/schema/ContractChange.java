// SPDX-License-Identifier: Apache-2.0
package dev.sluice.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What stands between a contract and rows of an earlier one: a column's new type must hold every
 * value of the old one, a new column must allow null, and nothing may be forbidden that was
 * allowed. What stands inside of structs, lists and maps is compared as well, fields by name.
 */
public final class ContractChange {
  private final List<String> problems = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final List<String> left = new ArrayList<>();
  private final List<String> unfit = new ArrayList<>();

  private ContractChange() {}

  public static ContractChange between(TableSchema before, TableSchema now) {
    ContractChange change = new ContractChange();
    for (Column column : now.columns()) {
      int known = change.problems.size();
      before
          .column(column.name())
          .ifPresentOrElse(
              old -> change.compare(column.name(), old, column),
              () -> change.add(column.name(), column));
      if (change.problems.size() > known) {
        change.unfit.add(column.name());
      }
    }
    before.columns().stream()
        .map(Column::name)
        .filter(name -> now.column(name).isEmpty())
        .forEach(change.left::add);
    return change;
  }

  /** Why the rows that are there do not fit; each a sentence without an end. */
  public List<String> problems() {
    return List.copyOf(problems);
  }

  /** The columns that the problems are in. */
  public List<String> unfit() {
    return List.copyOf(unfit);
  }

  /** What the rows that are there do not tell; each a sentence without an end. */
  public List<String> notes() {
    return List.copyOf(notes);
  }

  /** Columns that went. */
  public List<String> left() {
    return List.copyOf(left);
  }

  private void add(String path, Column column) {
    if (!column.nullable()) {
      problems.add(
          "`%s` is new and never null, but the rows that are there have no value for it"
              .formatted(path));
    }
  }

  private void compare(String path, Column old, Column now) {
    if (old.nullable() && !now.nullable()) {
      problems.add(
          "`%s` could be null and no longer can, and the rows that are there may have nulls"
              .formatted(path));
    }
    if (old.pii() != now.pii()) {
      notes.add(
          now.pii()
              ? "`%s` is personal data now, and stands in the clear in the rows that are there"
                  .formatted(path)
              : "`%s` is no personal data any more, and stands as a token in the rows that are there"
                  .formatted(path));
    }
    symbols(path, old, now);
    boolean isNested = !old.nested().isEmpty() && !now.nested().isEmpty() && isOneKind(old, now);
    if (isNested) {
      inside(path, old, now);
    } else if (!TypeWidening.holds(now.type(), old.type())) {
      problems.add(
          "`%s` was %s and is now %s, which does not hold every value of it"
              .formatted(path, old.type(), now.type()));
    }
  }

  private void symbols(String path, Column old, Column now) {
    if (now.symbols().isEmpty() || !old.type().equals(now.type())) {
      return;
    }
    if (old.symbols().isEmpty()) {
      problems.add(
          "`%s` could be any text and is now one of %s".formatted(path, spell(now.symbols())));
      return;
    }
    List<String> gone =
        old.symbols().stream().filter(symbol -> !now.symbols().contains(symbol)).toList();
    if (!gone.isEmpty()) {
      problems.add(
          "`%s` can no longer be %s, and the rows that are there may say so"
              .formatted(path, spell(gone)));
    }
  }

  private static String spell(List<String> symbols) {
    return "`" + String.join("`, `", symbols) + "`";
  }

  private static boolean isOneKind(Column old, Column now) {
    return kind(old).equals(kind(now));
  }

  /** List, map or struct. */
  private static String kind(Column column) {
    String first = column.nested().get(0).name();
    return first.equals(Column.ITEM) || first.equals(Column.VALUE) ? first : "";
  }

  private void inside(String path, Column old, Column now) {
    boolean isStruct = kind(now).isEmpty();
    for (Column field : now.nested()) {
      String inside = isStruct ? path + "." + field.name() : path + field.name();
      Optional<Column> before =
          old.nested().stream().filter(f -> f.name().equals(field.name())).findFirst();
      before.ifPresentOrElse(f -> compare(inside, f, field), () -> add(inside, field));
    }
    for (Column field : old.nested()) {
      if (now.nested().stream().noneMatch(f -> f.name().equals(field.name()))) {
        problems.add(
            "`%s.%s` is not in the schema any more, and the rows that are there have it"
                .formatted(path, field.name()));
      }
    }
  }
}
