// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.letters;

import dev.sluice.letters.book.DeadLetter;
import dev.sluice.letters.book.LetterBook.Group;
import dev.sluice.letters.book.LetterState;
import dev.sluice.report.text.CommandName;
import dev.sluice.report.text.SafeText;
import dev.sluice.report.view.Report;
import dev.sluice.report.view.Table;
import dev.sluice.report.view.View;
import dev.sluice.spec.table.SourceSpec;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Lists dead letters: what they died of, and each of them. */
public final class LettersText implements Report {
  /** Digits of an id that people are shown; enough to tell letters apart. */
  static final int ID_DIGITS = 12;

  private static final int LONGEST_REASON = 100;

  private static final Table<DeadLetter> LETTERS =
      Table.<DeadLetter>atMargin()
          .left("id", LettersText::id)
          .left("table", DeadLetter::table)
          .left("row", LettersText::place)
          .left("state", each -> each.fate().state().spelled())
          .left("why", LettersText::why);

  private final List<Group> groups;
  private final long count;
  private final List<DeadLetter> letters;
  private final String folder;
  private final Set<String> models;
  private final CorrectedSource corrected;
  private final String named;

  /**
   * Text for letters.
   *
   * @param count how many there are; {@code letters} may be fewer
   * @param folder the pipeline's, as it was typed
   * @param models the names of the pipeline's models, which every run computes anew
   * @param corrected what is to be done where the source is corrected
   */
  public LettersText(
      List<Group> groups,
      long count,
      List<DeadLetter> letters,
      String folder,
      Set<String> models,
      CorrectedSource corrected) {
    this.groups = groups;
    this.count = count;
    this.letters = letters;
    this.folder = folder;
    this.models = Set.copyOf(models);
    this.corrected = corrected;
    this.named = "";
  }

  private LettersText(LettersText other, String named) {
    this.groups = other.groups;
    this.count = other.count;
    this.letters = other.letters;
    this.folder = other.folder;
    this.models = other.models;
    this.corrected = other.corrected;
    this.named = named;
  }

  /** The same where a person asked for the letters of some runs. */
  public LettersText of(List<String> runs) {
    return new LettersText(
        this,
        runs.stream()
            .map(run -> " --run " + CommandName.argument(run))
            .collect(Collectors.joining()));
  }

  /** Text for a lake without a run. */
  public static LettersText none(String folder) {
    return new LettersText(List.of(), 0, List.of(), folder, Set.of(), CorrectedSource.WHOLE);
  }

  @Override
  public View view() {
    View view =
        new View()
            .value("count", count)
            .records("groups", groups)
            .value("letters", letters.stream().map(LetterText::tree).toList());
    if (count == 0) {
      return view.line("no dead letter matches");
    }
    view.line(SafeText.count(count, "dead letter"));
    counts(view);
    view.line("").table(letters, LETTERS);
    if (letters.size() < count) {
      view.line("… and " + SafeText.number(count - letters.size()) + " more; --limit 0 shows all");
    }
    if (!letters.isEmpty()) {
      next(view);
    }
    return view;
  }

  /** A reason of a table, and how many letters of each state it has. */
  private record Count(String table, String reason, Map<LetterState, Long> states) {}

  private void counts(View view) {
    Set<LetterState> states = new TreeSet<>();
    Map<List<String>, Count> rows = new LinkedHashMap<>();
    for (Group group : groups) {
      states.add(group.state());
      rows.computeIfAbsent(
              List.of(group.table(), group.reason()),
              key -> new Count(key.get(0), key.get(1), new EnumMap<>(LetterState.class)))
          .states()
          .put(group.state(), group.letters());
    }
    Table<Count> table =
        Table.<Count>indented().left("table", Count::table).left("reason", Count::reason);
    for (LetterState state : states) {
      table.number(state.spelled(), each -> each.states().getOrDefault(state, 0L));
    }
    view.table(List.copyOf(rows.values()), table);
  }

  private static String id(DeadLetter letter) {
    return letter.id().substring(0, Math.min(ID_DIGITS, letter.id().length()));
  }

  /** The file's name and the row; the whole path is in {@code show}. */
  private static String place(DeadLetter letter) {
    return place(letter, SourceSpec.shortName(letter.origin()));
  }

  /** The line that an editor shows, and the number of the record, which may be another. */
  static String place(DeadLetter letter, String file) {
    String line = letter.line() == null ? "" : ":" + letter.line();
    boolean isNumbered = letter.row() > 0 || SourceSpec.MessageLog.isOrigin(letter.origin());
    return !isNumbered ? file : file + line + " #" + letter.row();
  }

  private static String why(DeadLetter letter) {
    String first = letter.reasons().isEmpty() ? "" : letter.reasons().get(0).message();
    String cut =
        first.length() <= LONGEST_REASON ? first : first.substring(0, LONGEST_REASON) + "…";
    int more = letter.reasons().size() - 1;
    return more > 0 ? cut + " (and " + more + " more)" : cut;
  }

  private void next(View view) {
    String place = CommandName.folder(folder);
    view.line("").title("next").line("  Look at one:");
    DeadLetter first = letters.get(0);
    boolean isPublished = first.fate().state() != LetterState.UNPUBLISHED;
    String run = isPublished || !named.isEmpty() ? named : " --run " + first.fate().runId();
    view.line("    sluice deadletters show%s%s --letter %s".formatted(place, run, id(first)));
    if (isOpen(false)) {
      view.line("  Correct the spec, then send them through it again:");
      view.line("    sluice replay" + place);
      corrected.steps(place, open(false)).forEach(line -> view.line("  " + line));
    }
    if (isOpen(true)) {
      view.line("  Those of models: correct the model, then every run computes it anew:");
      view.line("    sluice run" + place);
    }
  }

  private boolean isOpen(boolean ofModels) {
    return !open(ofModels).isEmpty();
  }

  private Set<String> open(boolean ofModels) {
    return groups.stream()
        .filter(g -> g.state() == LetterState.OPEN && models.contains(g.table()) == ofModels)
        .map(Group::table)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
