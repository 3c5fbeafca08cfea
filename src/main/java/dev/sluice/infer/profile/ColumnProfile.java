// SPDX-License-Identifier: Apache-2.0
package dev.sluice.infer.profile;

import dev.sluice.infer.profile.Candidate.Kind;
import dev.sluice.infer.words.Codes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was counted of one column, over all rows read so far. */
public final class ColumnProfile {
  /** More different values than a category has. */
  static final int FEW = 60;

  private static final int MISSES = 6;

  final String name;
  final String sourceType;
  final Map<Candidate, Long> holding = new LinkedHashMap<>();
  final Map<Candidate, Tally> misses = new LinkedHashMap<>();
  final Map<Candidate, Long> pairs = new LinkedHashMap<>();
  final Tally nothings = new Tally(40);
  final Tally values = new Tally(FEW);
  final Map<Kind, Long> families = new LinkedHashMap<>();
  final Map<String, Long> shapes = new LinkedHashMap<>();
  long rows;
  long nulls;
  long filled;
  long padded;
  long bare;
  long zeroLed;
  long exponents;
  long longest;
  long wholeDigits;
  long scale;
  long commaScale;
  long tooFine;
  boolean isUnique = true;
  boolean isGrowing = true;
  boolean hasGrown;
  @Nullable Candidate growth;
  String growthType = "";
  String last = "";
  long whole;
  long cents;
  long padding;
  String example = "";

  /**
   * Nothing is counted yet.
   *
   * @param name as the source has it
   * @param sourceType the kernel's type of it there; {@code VARCHAR} of a text
   */
  ColumnProfile(String name, String sourceType) {
    this.name = name;
    this.sourceType = sourceType;
    if (isText()) {
      Candidate.USUAL.forEach(each -> holding.put(each, 0L));
    }
  }

  boolean isText() {
    return sourceType.equals("VARCHAR");
  }

  Tally missesOf(Candidate candidate) {
    return misses.computeIfAbsent(candidate, each -> new Tally(MISSES));
  }

  /** As the source has it. */
  public String name() {
    return name;
  }

  /** The kernel's type in the source; {@code VARCHAR} of a text. */
  public String sourceType() {
    return sourceType;
  }

  /** The rows of the files that have the column. */
  public long rows() {
    return rows;
  }

  /** Rows in which nothing at all stands. */
  public long nulls() {
    return nulls;
  }

  /** Rows with a value that does not look like one that is missing. */
  public long filled() {
    return filled;
  }

  /** How many values are codes of a shape, as {@link Codes} names it. */
  public long codes(String shape) {
    return shapes.getOrDefault(shape, 0L);
  }

  /** Whether more texts look as if they said that there is no value than are counted. */
  public boolean hasManyNothings() {
    return nothings.isFull();
  }

  /** Texts that look as if they said that there is no value, and how often. */
  public Map<String, Long> nothings() {
    return nothings.counts();
  }

  /** The different values with their counts; not all of them when there are many. */
  public Map<String, Long> values() {
    return values.counts();
  }

  /** Whether there are more different values than a category has. */
  public boolean hasManyValues() {
    return values.isFull();
  }

  /** The candidates that nearly all values are of, with how many are. */
  public Map<Candidate, Long> holding() {
    return holding;
  }

  /** Whether every value is of a candidate. */
  public boolean holds(Candidate candidate) {
    return filled > 0 && holding.getOrDefault(candidate, 0L) == filled;
  }

  public boolean holds(Kind kind) {
    return holds(Candidate.of(kind));
  }

  /** Some values that are not of a candidate which nearly all are of. */
  public Map<String, Long> misses(Candidate candidate) {
    Tally tally = misses.get(candidate);
    return tally == null ? Map.of() : tally.counts();
  }

  /** Whether every value is of one of the formats that make a kind of values. */
  public boolean isCovered(Kind kind) {
    return filled > 0 && families.getOrDefault(kind, 0L) == filled;
  }

  /** How many values are of a format, or of the one with month and day changed. */
  public long eitherOf(Candidate format) {
    return pairs.getOrDefault(format, holding.getOrDefault(format, 0L));
  }

  /** The formats that some values are of. */
  public List<Candidate> formats(Kind kind) {
    return holding.entrySet().stream()
        .filter(each -> each.getKey().isFormat() && each.getKey().kind() == kind)
        .filter(each -> each.getValue() > 0)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Values with a blank at one of their ends. */
  public long padded() {
    return padded;
  }

  /** Whether blanks at their ends are all that keeps values from being of a type. */
  public boolean missesForBlanks() {
    return padded > 0
        && (bare == filled || misses.values().stream().anyMatch(ColumnProfile::areAllPadded));
  }

  private static boolean areAllPadded(Tally misses) {
    return !misses.isFull()
        && !misses.counts().isEmpty()
        && misses.counts().keySet().stream().noneMatch(text -> text.strip().equals(text));
  }

  /** Whole numbers that begin with a zero. */
  public long zeroLed() {
    return zeroLed;
  }

  /** Times of a file's own type that no column holds, for they are finer than microseconds. */
  public long tooFine() {
    return tooFine;
  }

  /** Numbers with an exponent. */
  public long exponents() {
    return exponents;
  }

  /** The length of the longest value. */
  public long longest() {
    return longest;
  }

  /** The most digits before the point of a number. */
  public long wholeDigits() {
    return wholeDigits;
  }

  /** The most digits behind the point of a number. */
  public long scale() {
    return scale;
  }

  /** The most digits behind a comma at the end of a number. */
  public long commaScale() {
    return commaScale;
  }

  /** Whether no two rows of one batch have the same value. */
  public boolean isUniqueSoFar() {
    return isUnique && filled > 0;
  }

  /** Whether no value is below the one before it in its file, and some are above. */
  public boolean isGrowing() {
    return isGrowing && hasGrown;
  }

  /** Whether every value is a whole number, be it written as {@code 66.0}. */
  public boolean isWhole() {
    return filled > 0 && whole == filled;
  }

  /**
   * Whether every value has two digits behind the point, be the last a zero: as money is written,
   * and no measure by chance.
   */
  public boolean isInCents() {
    return filled >= 20 && cents == filled && padding > 0;
  }

  /** Whether every row has a value, nothing that looks like none included. */
  public boolean isAlwaysFilled() {
    return rows > 0 && filled == rows;
  }

  /** One of the values; empty when there is none. */
  public String example() {
    return example;
  }
}
