// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.run;

import dev.sluice.kernel.sql.SqlName;
import dev.sluice.report.text.CommandName;
import dev.sluice.schema.TypeKeywords;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.rule.QualitySpec;
import dev.sluice.spec.rule.RuleSpec;
import dev.sluice.spec.rule.SqlText;
import dev.sluice.spec.table.ModelSpec;
import dev.sluice.spec.table.TableSpec;
import dev.sluice.table.LakeTables;
import dev.sluice.table.Verdict;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Says how to look at all rows that break a rule which only warns, or that a check keeps.
 *
 * @param place the pipeline's folder as a command takes it, behind a blank; empty for none
 * @param at the option that names the run, behind a blank; empty for the newest
 */
public record WarnedQuery(PipelineSpec spec, String place, String at) {
  private static final String RULE = "rule ";

  /**
   * What to type; empty where the verdict is of no rule that the spec has, and of no check that
   * keeps rows.
   */
  public Optional<String> of(Verdict verdict) {
    if (keepsRows(verdict)) {
      return Optional.of(command(kept(verdict)));
    }
    if (verdict.passed() || !verdict.check().startsWith(RULE)) {
      return Optional.empty();
    }
    String name = verdict.check().substring(RULE.length());
    return quality(verdict)
        .flatMap(quality -> quality.rules().stream().filter(rule -> rule.name().equals(name)))
        .findFirst()
        .map(rule -> command(sql(verdict, rule)));
  }

  private String command(String sql) {
    return "sluice query" + place + " " + CommandName.argument(sql) + at;
  }

  private Stream<QualitySpec> quality(Verdict verdict) {
    return Stream.concat(
        spec.table(verdict.table()).stream().map(TableSpec::quality),
        spec.model(verdict.table()).stream().map(ModelSpec::quality));
  }

  private boolean keepsRows(Verdict verdict) {
    return quality(verdict)
        .flatMap(quality -> quality.checks().stream())
        .anyMatch(c -> c.name().equals(verdict.check()) && c.terms().keepsRows());
  }

  private static String kept(Verdict verdict) {
    return "FROM %s WHERE table_name = %s AND check_name = %s"
        .formatted(
            LakeTables.CHECK_ROWS,
            SqlName.literal(verdict.table()),
            SqlName.literal(verdict.check()));
  }

  /** Also rows for which the rule cannot be computed; null breaks none. */
  private static String sql(Verdict verdict, RuleSpec rule) {
    SqlText where = rule.where();
    String holds = "(" + plain(rule.sql()) + ")";
    if (where != null) {
      holds = "CASE WHEN (%s) THEN %s ELSE true END".formatted(plain(where), holds);
    }
    return "FROM %s WHERE TRY(coalesce(%s, true)) IS NOT TRUE"
        .formatted(TypeKeywords.quote(verdict.table()), holds);
  }

  /** On one line where no comment ends with it. */
  private static String plain(SqlText sql) {
    String text = sql.text().strip();
    return text.contains("--") ? "\n" + text + "\n" : text.replaceAll("\\s*\n\\s*", " ");
  }
}
