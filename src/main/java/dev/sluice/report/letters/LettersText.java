// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.letters;

import dev.sluice.letters.book.DeadLetter;
import dev.sluice.letters.book.LetterBook.Group;
import dev.sluice.letters.book.LetterState;
import dev.sluice.report.text.SafeText;
import dev.sluice.report.text.SpecWords;
import dev.sluice.report.text.TextTable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Lists dead letters: what they died of, and each of them. */
public final class LettersText {
  /** Digits of an id that people are shown; enough to tell letters apart. */
  static final int ID_DIGITS = 12;

  private static final int LONGEST_REASON = 100;

  private final List<Group> groups;
  private final long count;
  private final List<DeadLetter> letters;
  private final String folder;
  private final Set<String> models;

  /**
   * Text for letters.
   *
   * @param count how many there are; {@code letters} may be fewer
   * @param folder the pipeline's, as it was typed
   * @param models the names of the pipeline's models, which every run computes anew
   */
  public LettersText(
      List<Group> groups, long count, List<DeadLetter> letters, String folder, Set<String> models) {
    this.groups = groups;
    this.count = count;
    this.letters = letters;
    this.folder = folder;
    this.models = Set.copyOf(models);
  }

  /** Text for a lake without a run. */
  public static LettersText none(String folder) {
    return new LettersText(List.of(), 0, List.of(), folder, Set.of());
  }

  /** The list for people. */
  public String render() {
    if (count == 0) {
      return "no dead letter matches\n";
    }
    StringBuilder out = new StringBuilder();
    out.append(SafeText.count(count, "dead letter")).append('\n');
    out.append(counts()).append('\n').append(each());
    if (letters.size() < count) {
      out.append("… and ")
          .append(SafeText.number(count - letters.size()))
          .append(" more; --limit 0 shows all\n");
    }
    return out.append(next()).toString();
  }

  private String counts() {
    Set<LetterState> states = new TreeSet<>();
    Map<List<String>, Map<LetterState, Long>> rows = new LinkedHashMap<>();
    for (Group group : groups) {
      states.add(group.state());
      rows.computeIfAbsent(
              List.of(group.table(), group.reason()), k -> new EnumMap<>(LetterState.class))
          .put(group.state(), group.letters());
    }
    List<String> header = new ArrayList<>(List.of("table", "reason"));
    states.forEach(state -> header.add(state.spelled()));
    TextTable table = new TextTable(List.of(0, 1), header.toArray(String[]::new));
    rows.forEach(
        (key, counts) -> {
          List<String> cells = new ArrayList<>(key);
          states.forEach(state -> cells.add(SafeText.number(counts.getOrDefault(state, 0L))));
          table.add(cells);
        });
    return table.render("  ");
  }

  private String each() {
    TextTable table =
        new TextTable(List.of(0, 1, 2, 3, 4), "letter", "table", "row", "state", "why");
    for (DeadLetter letter : letters) {
      table.add(
          List.of(
              letter.id().substring(0, Math.min(ID_DIGITS, letter.id().length())),
              letter.table(),
              place(letter),
              letter.fate().state().spelled(),
              why(letter)));
    }
    return table.render("");
  }

  /** The file's name and the row; the whole path is in {@code show}. */
  private static String place(DeadLetter letter) {
    String file = letter.origin().substring(letter.origin().lastIndexOf('/') + 1);
    return letter.row() == 0 ? file : file + ":" + letter.row();
  }

  private static String why(DeadLetter letter) {
    String first = letter.reasons().isEmpty() ? "" : letter.reasons().get(0).message();
    String cut =
        first.length() <= LONGEST_REASON ? first : first.substring(0, LONGEST_REASON) + "…";
    int more = letter.reasons().size() - 1;
    return more > 0 ? cut + " (and " + more + " more)" : cut;
  }

  private String next() {
    if (letters.isEmpty()) {
      return "";
    }
    String place = folder.equals(".") ? "" : " " + SafeText.escape(folder);
    String id = letters.get(0).id();
    String next =
        "\nnext\n  Look at one:\n    sluice deadletters show%s --letter %s\n"
            .formatted(place, id.substring(0, Math.min(ID_DIGITS, id.length())));
    StringBuilder all = new StringBuilder(next);
    if (isOpen(false)) {
      all.append("  Correct the spec, then send them through it again:\n    sluice replay")
          .append(place)
          .append('\n');
    }
    if (isOpen(true)) {
      all.append("  Those of models: correct the model, then every run computes it anew:\n")
          .append("    sluice run")
          .append(place)
          .append('\n');
    }
    return all.toString();
  }

  private boolean isOpen(boolean ofModels) {
    return groups.stream()
        .anyMatch(g -> g.state() == LetterState.OPEN && models.contains(g.table()) == ofModels);
  }

  /** The list for programs. */
  public Map<String, @Nullable Object> tree() {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("count", count);
    tree.put("groups", groups.stream().map(g -> SpecWords.fields(g, Set.of())).toList());
    tree.put("letters", letters.stream().map(LetterText::tree).toList());
    return tree;
  }
}
