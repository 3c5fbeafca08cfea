// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.encoding;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Tells the encodings of Latin letters apart, each of which reads any bytes, by whether the words
 * that they make are words of a language that is written in them.
 *
 * @param name the likeliest; windows-1252 where no other is clearly more likely
 * @param others those that are about as likely and make other words, the likeliest first
 */
record LatinGuess(String name, List<String> others) {
  /** What western software writes that does not write UTF-8. */
  static final String WESTERN = "windows-1252";

  /** More words tell nothing else. */
  private static final int MOST_WORDS = 2_000;

  /** Odds of twenty to one. */
  private static final double CLEAR = Math.log(20);

  private static final Pattern BETWEEN = Pattern.compile("[\\p{ASCII}&&[^A-Za-z]]+");

  /**
   * An encoding.
   *
   * @param rarity how seldom it is met, as a logarithm
   */
  private record Candidate(String name, LatinLetters letters, double rarity) {}

  /** How likely an encoding is, and what it makes of the words. */
  private record Reading(String name, double score, Set<String> words) {}

  private static final List<Candidate> CANDIDATES =
      List.of(
          new Candidate(WESTERN, LatinLetters.western(), 0),
          new Candidate("windows-1250", LatinLetters.central(), -1.5),
          new Candidate("ISO-8859-2", LatinLetters.central(), -3),
          new Candidate("windows-1254", LatinLetters.turkish(), -2),
          new Candidate("windows-1257", LatinLetters.baltic(), -2.5));

  /** By lines that hold bytes beyond ASCII. */
  static LatinGuess of(byte[] lines) {
    List<Reading> readings = new ArrayList<>();
    for (Candidate each : CANDIDATES) {
      Set<String> words = words(new String(lines, Charset.forName(each.name())));
      readings.add(
          new Reading(each.name(), each.letters().likelihood(words) + each.rarity(), words));
    }
    Reading western = readings.get(0);
    readings.sort(Comparator.comparingDouble(Reading::score).reversed());
    Reading first = readings.get(0);
    boolean isClear = first.score() - western.score() >= CLEAR;
    Reading picked = isClear ? first : western;
    List<String> others = new ArrayList<>();
    Set<Set<String>> seen = new LinkedHashSet<>(Set.of(picked.words()));
    for (Reading each : readings) {
      if (first.score() - each.score() < CLEAR && seen.add(each.words())) {
        others.add(each.name());
      }
    }
    return new LatinGuess(picked.name(), List.copyOf(others));
  }

  /** Each word once that has a letter or sign beyond ASCII. */
  private static Set<String> words(String text) {
    Set<String> words = new LinkedHashSet<>();
    for (String word : BETWEEN.split(text, -1)) {
      if (words.size() < MOST_WORDS && word.chars().anyMatch(c -> c > 0x7f)) {
        words.add(word);
      }
    }
    return words;
  }
}
