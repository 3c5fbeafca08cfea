// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse.binding;

import dev.sluice.bind.Binder;
import dev.sluice.bind.BoundStatement;
import dev.sluice.bind.parse.SqlProblem;
import dev.sluice.error.ErrorCode;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.spec.parse.context.NameUses;
import dev.sluice.spec.parse.rule.QualityDraft;
import dev.sluice.spec.rule.QualitySpec;
import dev.sluice.spec.rule.RuleSpec;
import dev.sluice.spec.rule.SqlText;
import dev.sluice.spec.table.ModelSpec;
import dev.sluice.spec.yaml.Problems;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Binds every rule and every model of a spec to the columns it reads. */
public final class SpecBinder {
  /**
   * What binding found.
   *
   * @param models in an order in which each comes after its inputs; complete when nothing was
   *     reported
   * @param schemas the columns of all tables and models where they are known
   * @param qualities what is asked of the rows of those
   */
  public record Binding(
      List<ModelSpec> models,
      Map<String, TableSchema> schemas,
      Map<String, QualitySpec> qualities) {
    /** What is asked of the rows of a table whose columns are known. */
    public QualitySpec quality(String table) {
      return Objects.requireNonNull(qualities.get(table));
    }
  }

  private final Binder binder;
  private final PersonalColumns impersonal;
  private final Problems problems;
  private final Map<String, String> names = new HashMap<>();
  private final Map<String, TableSchema> schemas = new HashMap<>();
  private final Map<String, QualitySpec> qualities = new HashMap<>();
  private final List<ModelSpec> bound = new ArrayList<>();

  private SpecBinder(
      Binder binder, PersonalColumns impersonal, Collection<String> declared, Problems problems) {
    this.binder = binder;
    this.impersonal = impersonal;
    this.problems = problems;
    declared.forEach(name -> names.putIfAbsent(name.toLowerCase(Locale.ROOT), name));
  }

  /**
   * Binds all statements and reports what does not fit.
   *
   * @param declared the names of all tables and models, broken ones too
   */
  public static Binding bind(
      List<TableDraft> tables,
      List<ModelDraft> models,
      Collection<String> declared,
      NameUses uses,
      Problems problems) {
    try (Binder binder = Binder.open();
        PersonalColumns impersonal = new PersonalColumns()) {
      SpecBinder specBinder = new SpecBinder(binder, impersonal, declared, problems);
      tables.forEach(specBinder::bindTable);
      Map<String, Set<String>> references = new HashMap<>();
      models.forEach(model -> references.put(model.name(), specBinder.references(model)));
      ModelOrder.of(models, references, problems)
          .forEach(
              model ->
                  specBinder.bindModel(model, references.getOrDefault(model.name(), Set.of())));
      CheckBinder checks =
          new CheckBinder(binder, impersonal, specBinder.schemas, specBinder.names, uses, problems);
      tables.forEach(each -> specBinder.bindChecks(checks, each.name(), each.quality()));
      models.forEach(each -> specBinder.bindChecks(checks, each.name(), each.quality()));
      List<ModelSpec> bound =
          specBinder.bound.stream()
              .map(
                  model ->
                      model.judged(Objects.requireNonNull(specBinder.qualities.get(model.name()))))
              .toList();
      return new Binding(bound, specBinder.schemas, specBinder.qualities);
    }
  }

  private void bindTable(TableDraft table) {
    if (table.schema() != null) {
      declare(table.name(), table.schema());
      bindRules(table.name(), quality(table.name(), table.quality(), table.schema()).rules());
      SqlText deleteWhen = table.load().deleteWhen();
      if (deleteWhen != null && schemas.containsKey(table.name())) {
        report(binder.bindCondition(deleteWhen.text(), table.name()).problems(), deleteWhen);
      }
    }
  }

  private void declare(String name, TableSchema schema) {
    boolean isNew = SqlName.isLegalTable(name) && name.equals(canonical(name));
    if (isNew && schemas.putIfAbsent(name, schema) == null) {
      binder.declare(name, schema);
    }
  }

  private void bindRules(String table, List<RuleSpec> rules) {
    TableSchema schema = schemas.get(table);
    if (schema == null) {
      return;
    }
    bind(table, rules.stream().filter(rule -> !rule.isRaw()).toList());
    List<RuleSpec> raw = rules.stream().filter(RuleSpec::isRaw).toList();
    if (!raw.isEmpty()) {
      binder.declare(table, texts(schema));
      bind(table, raw);
      binder.declare(table, schema);
    }
  }

  /** The columns as rules of raw rows see them. */
  private static TableSchema texts(TableSchema schema) {
    return new TableSchema(
        schema.names().stream().map(name -> Column.of(name, "VARCHAR", true)).toList());
  }

  private void bind(String table, List<RuleSpec> rules) {
    for (RuleSpec rule : rules) {
      List<SqlProblem> found = binder.bindCondition(rule.sql().text(), table).problems();
      if (rule.told() == null) {
        report(found, rule.sql());
      } else if (!found.isEmpty()) {
        refuse(rule, found.get(0));
      }
      if (rule.where() != null) {
        report(binder.bindCondition(rule.where().text(), table).problems(), rule.where());
      }
    }
  }

  /** The kernel reads regular expressions first when it binds them. */
  private void refuse(RuleSpec rule, SqlProblem problem) {
    problems.error(
        ErrorCode.INVALID_VALUE,
        rule.sql().at(0),
        "`%s` cannot be asked: %s".formatted(rule.name(), problem.message()),
        "regular expressions are those of RE2: every bracket is closed, and there are neither"
            + " look-arounds nor references to groups");
  }

  private QualitySpec quality(String table, QualityDraft draft, TableSchema schema) {
    return qualities.computeIfAbsent(table, name -> draft.over(name, schema));
  }

  private void bindChecks(CheckBinder checks, String table, QualityDraft draft) {
    QualitySpec known = qualities.getOrDefault(table, draft.withoutRules());
    qualities.put(table, checks.bind(table, known));
  }

  private boolean report(List<SqlProblem> found, SqlText sql) {
    for (SqlProblem problem : found) {
      problems.error(
          problem.code(), sql.at(problem.offset()), problem.message(), problem.suggestion());
    }
    return found.isEmpty();
  }

  private Set<String> references(ModelDraft model) {
    Set<String> references = new HashSet<>(model.lookupNames());
    if (model.sql() != null) {
      binder.references(model.sql().text()).forEach(name -> references.add(canonical(name)));
    }
    return references;
  }

  private String canonical(String name) {
    return names.getOrDefault(name.toLowerCase(Locale.ROOT), name);
  }

  private void bindModel(ModelDraft model, Set<String> references) {
    TableSchema output = output(model, references);
    if (output != null && !output.columns().isEmpty()) {
      declare(model.name(), output);
      bindRules(model.name(), quality(model.name(), model.quality(), output).rules());
    }
  }

  /** The model's columns; null when they cannot be known. */
  private @Nullable TableSchema output(ModelDraft model, Set<String> references) {
    boolean isInputBroken =
        references.stream().anyMatch(n -> names.containsValue(n) && !schemas.containsKey(n));
    if (model.sql() == null || isInputBroken) {
      return model.declared();
    }
    Map<String, TableSchema> windowed =
        new WindowedInputs(model, schemas, problems).of(inputs(model, references));
    if (windowed == null) {
      return model.declared();
    }
    windowed.forEach(binder::declare);
    try {
      return output(model, model.sql(), windowed);
    } finally {
      windowed
          .keySet()
          .forEach(name -> binder.declare(name, Objects.requireNonNull(schemas.get(name))));
    }
  }

  private List<String> inputs(ModelDraft model, Set<String> references) {
    return references.stream()
        .filter(name -> schemas.containsKey(name) && !model.lookupNames().contains(name))
        .sorted()
        .toList();
  }

  private @Nullable TableSchema output(
      ModelDraft model, SqlText sql, Map<String, TableSchema> windowed) {
    BoundStatement result = binder.bindQuery(sql.text());
    if (!report(WindowAdvice.unmade(model, result.problems()), sql)) {
      return model.declared();
    }
    OutputColumns columns = new OutputColumns(model.name(), sql.at(0), problems);
    List<TableSchema> read =
        read(result).stream().map(schemas::get).filter(Objects::nonNull).toList();
    TableSchema found =
        model.declared() == null
            ? impersonal.mark(result.columns(), sql.text(), seen(windowed), read)
            : result.columns();
    TableSchema output = columns.of(found, model.declared());
    List<String> inputs = new ModelInputs(model, schemas, problems).of(read(result));
    if (inputs != null) {
      boolean isSafe =
          report(
              WindowAdvice.uncut(
                  model,
                  binder.checkSharding(
                      sql.text(), model.gathered(), Set.copyOf(model.lookupNames()))),
              sql);
      List<String> carried =
          isSafe ? new ChangedKeysOnly(model, problems).of(binder, output) : List.of();
      bound.add(spec(model, sql, inputs, output, carried));
    }
    return model.declared() == null ? output : model.declared();
  }

  private Map<String, TableSchema> seen(Map<String, TableSchema> windowed) {
    Map<String, TableSchema> seen = new HashMap<>(schemas);
    seen.putAll(windowed);
    return seen;
  }

  private List<String> read(BoundStatement result) {
    return result.tables().stream().map(this::canonical).sorted().distinct().toList();
  }

  private ModelSpec spec(
      ModelDraft model,
      SqlText sql,
      List<String> inputs,
      TableSchema output,
      List<String> carried) {
    return new ModelSpec(
        model.name(),
        sql,
        model.shardKey(),
        inputs,
        model.lookupNames(),
        output,
        model.key(),
        quality(model.name(), model.quality(), output),
        carried,
        model.window() == null ? null : model.window().window(),
        model.about());
  }
}
