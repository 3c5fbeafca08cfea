// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.option;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.error.issue.Suggestion;
import dev.sluice.letters.book.LetterFilter;
import dev.sluice.letters.book.LetterState;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.table.ModelSpec;
import dev.sluice.spec.table.TableSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Option;

/** The options by which dead letters are chosen; all of them must hold. */
public final class LetterOptions {
  @Option(
      names = "--letter",
      paramLabel = "ID",
      split = ",",
      converter = GivenText.class,
      description = "A dead letter, by its id or the beginning of it. Repeatable. Default: all.")
  private List<String> letters = new ArrayList<>();

  @Option(
      names = "--table",
      paramLabel = "TABLE",
      split = ",",
      converter = GivenText.class,
      description = "A table or model. Repeatable. Default: all.")
  private List<String> tables = new ArrayList<>();

  @Option(
      names = "--rule",
      paramLabel = "RULE",
      converter = GivenText.class,
      description = "A rule that was broken, by its name. Repeatable. Default: all.")
  private List<String> rules = new ArrayList<>();

  @Option(
      names = "--code",
      paramLabel = "CODE",
      split = ",",
      converter = GivenText.class,
      description = "An error code such as TYPE_CAST. Repeatable. Default: all.")
  private List<String> codes = new ArrayList<>();

  @Option(
      names = "--run",
      paramLabel = "RUN",
      split = ",",
      converter = GivenText.class,
      description = "The id of a run in which it died. Repeatable. Default: all.")
  private List<String> runs = new ArrayList<>();

  @Option(
      names = "--where",
      paramLabel = "SQL",
      converter = GivenText.class,
      description =
          "A condition such as \"origin LIKE '%%2026-01%%'\" on the columns of dead letters, which"
              + " docs/dead-letters.md lists. Default: none.")
  private String where = "";

  /** What was chosen, in some states. */
  public LetterFilter filter(PipelineSpec spec, Set<LetterState> states) {
    List<String> known = new ArrayList<>();
    spec.tables().stream().map(TableSpec::name).forEach(known::add);
    spec.models().stream().map(ModelSpec::name).forEach(known::add);
    for (String table : tables) {
      if (!known.contains(table)) {
        throw new PipelineException(
            ErrorCode.UNKNOWN_NAME,
            "--table %s: %s has no such table or model; %s"
                .formatted(table, spec.name(), Suggestion.nearestOr(table, "it has ", known)));
      }
    }
    List<String> all = List.of(ErrorCode.values()).stream().map(Enum::name).toList();
    for (String code : codes) {
      if (!all.contains(code)) {
        throw new PipelineException(
            ErrorCode.UNKNOWN_NAME,
            "--code %s is no error code; %s"
                .formatted(
                    code,
                    Suggestion.nearestOr(
                        code,
                        "`deadletters list` shows those there are, such as ",
                        List.of("TYPE_CAST"))));
      }
    }
    return new LetterFilter(letters, tables, rules, codes, runs, where, states);
  }

  public List<String> runs() {
    return runs;
  }
}
