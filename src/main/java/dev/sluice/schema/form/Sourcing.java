// SPDX-License-Identifier: Apache-2.0
package dev.sluice.schema.form;

import java.io.Serializable;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How a column is found in a source and read from it.
 *
 * @param from what the source calls it, in the order they are tried; empty for its own name
 * @param aliases other names that a source may have for it, tried after that
 * @param isExact whether letter case and blanks at either end of a name count
 * @param fallback the value, as JSON, of a field that the source does not have; null when there is
 *     none
 * @param form how its values are written
 * @param isDemanded whether a record with keys of its own is refused that lacks the column's
 */
public record Sourcing(
    List<String> from,
    List<String> aliases,
    boolean isExact,
    @Nullable String fallback,
    TextForm form,
    boolean isDemanded)
    implements Serializable {
  /** By its own name, without a default, written as everything is by default. */
  public static final Sourcing PLAIN =
      new Sourcing(List.of(), List.of(), false, null, TextForm.PLAIN);

  /** Of a column that no source has, whatever it is called there. */
  public static final Sourcing NONE =
      new Sourcing(List.of(""), List.of(), true, null, TextForm.PLAIN);

  public Sourcing {
    from = List.copyOf(from);
    aliases = List.copyOf(aliases);
  }

  /** A column that records may leave out. */
  public Sourcing(
      List<String> from,
      List<String> aliases,
      boolean isExact,
      @Nullable String fallback,
      TextForm form) {
    this(from, aliases, isExact, fallback, form, false);
  }

  /** Under other names besides its own, or not at all. */
  public static Sourcing of(List<String> aliases, @Nullable String fallback) {
    return new Sourcing(List.of(), aliases, false, fallback, TextForm.PLAIN);
  }

  /** Whether no source has the column. */
  public boolean isNone() {
    return from.equals(NONE.from);
  }

  public Sourcing exact(boolean is) {
    return new Sourcing(from, aliases, is, fallback, form, isDemanded);
  }

  /** The same, of which every record must have the key. */
  public Sourcing demanded() {
    return new Sourcing(from, aliases, isExact, fallback, form, true);
  }

  /** The names that a source may have for a column, the best first. */
  public List<String> names(String own) {
    return Stream.concat(from.isEmpty() ? Stream.of(own) : from.stream(), aliases.stream())
        .distinct()
        .toList();
  }

  /** How a column is looked for among the names of a source. */
  public SourceNames.Wanted wanted(String own) {
    return new SourceNames.Wanted(own, names(own), isExact);
  }

  /** By its own name too, before all others: rows that people write down are called so. */
  public Sourcing byOwnName() {
    return isNone() ? this : new Sourcing(List.of(), others(), isExact, fallback, form, isDemanded);
  }

  /** Names, besides its own, by which rows that are there may have the column. */
  public List<String> others() {
    return Stream.concat(aliases.stream(), from.stream()).distinct().toList();
  }

  /** What is as by default is left out: digests of definitions are made of it. */
  @Override
  public String toString() {
    return "aliases="
        + aliases
        + ", fallback="
        + fallback
        + (from.isEmpty() ? "" : ", from=" + from)
        + (isExact ? ", exact" : "")
        + (isDemanded ? ", demanded" : "")
        + (form.isPlain() ? "" : ", " + form);
  }
}
