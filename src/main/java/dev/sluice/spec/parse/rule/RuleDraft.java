// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse.rule;

import dev.sluice.error.issue.Position;
import dev.sluice.schema.TableSchema;
import dev.sluice.spec.parse.context.SpecContext;
import dev.sluice.spec.rule.CheckSpec;
import dev.sluice.spec.rule.Consequence;
import dev.sluice.spec.rule.RuleSpec;
import dev.sluice.spec.rule.SqlText;
import dev.sluice.spec.yaml.Node;
import dev.sluice.spec.yaml.Node.Scalar;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A rule as it is written, before the columns of its table are known. */
public sealed interface RuleDraft {
  /** Unique within its table. */
  String name();

  /** Where it stands. */
  Position position();

  /** What it says in SQL. */
  List<SqlText> texts();

  /** The rule over a table; null when it does not fit, which is reported. */
  @Nullable RuleSpec over(String table, TableSchema schema);

  /** A rule in SQL, which binding holds against the table. */
  record Written(RuleSpec rule, Position position) implements RuleDraft {
    @Override
    public String name() {
      return rule.name();
    }

    @Override
    public List<SqlText> texts() {
      return rule.where() == null ? List.of(rule.sql()) : List.of(rule.sql(), rule.where());
    }

    @Override
    public RuleSpec over(String table, TableSchema schema) {
      return rule;
    }
  }

  /**
   * A rule in a short form.
   *
   * @param columns that it reads
   * @param argument what it asks of them; null when its kind says all
   */
  record Brief(
      SpecContext reading, String kind, List<Scalar> columns, @Nullable Node argument, Head head)
      implements RuleDraft {
    @Override
    public String name() {
      return head.name();
    }

    @Override
    public Position position() {
      return head.position();
    }

    @Override
    public List<SqlText> texts() {
      return head.where() == null ? List.of() : List.of(head.where());
    }

    @Override
    public @Nullable RuleSpec over(String table, TableSchema schema) {
      return new ShortForm(reading, table, schema).of(this);
    }
  }

  /** A rule that the warehouse is asked, as a check of its table. */
  record Asked(CheckSpec check) implements RuleDraft {
    @Override
    public String name() {
      return check.name();
    }

    @Override
    public Position position() {
      return check.position();
    }

    @Override
    public List<SqlText> texts() {
      return List.of();
    }

    @Override
    public @Nullable RuleSpec over(String table, TableSchema schema) {
      return null;
    }
  }

  /** What rules of every kind have. */
  record Head(
      String name,
      Position position,
      Consequence consequence,
      @Nullable SqlText where,
      RuleSpec.At at) {}
}
