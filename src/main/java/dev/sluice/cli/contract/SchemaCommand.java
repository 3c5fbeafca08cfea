// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.contract;

import dev.sluice.cli.base.PipelineCommand;
import dev.sluice.cli.error.ExitStatus;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.error.issue.Suggestion;
import dev.sluice.report.contract.SchemaText;
import dev.sluice.schema.TableSchema;
import dev.sluice.spec.PipelineSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice schema}. */
@Command(
    name = "schema",
    subcommands = {SchemaDiffCommand.class, SchemaEvolveCommand.class},
    description =
        "Print the columns of a table or model as a spec says them, or as an Avro schema: from one"
            + " to the other, or to give to somebody else. Without TABLE, those of all.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice schema shop orders",
      "  sluice schema shop orders --avro > shop/orders.avsc",
      "  sluice schema diff shop                    against files and lake",
      "  sluice schema evolve shop orders --write   add what files have"
    })
public final class SchemaCommand extends PipelineCommand {
  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "TABLE",
      description = "A table or model. Default: all of them.")
  private @Nullable String table;

  @Option(names = "--avro", description = "Print an Avro schema. Default: columns of a spec.")
  private boolean isAvro;

  @Option(
      names = "--columns",
      description = "Print the columns as a spec says them. Default: the same.")
  private boolean isColumns;

  @Override
  public Integer call() {
    Optional<String> name = beside(table);
    if (isAvro && isColumns) {
      throw wrong("--avro and --columns are two forms: give one of them");
    }
    Map<String, TableSchema> all = schemas(checked(parse()));
    Map<String, TableSchema> asked = name.map(one -> only(all, one)).orElse(all);
    if (isAvro && asked.size() > 1 && !isJson()) {
      throw wrong(
          "--avro prints one schema: name a table, " + Suggestion.list(List.copyOf(all.keySet())));
    }
    print(new SchemaText(asked, isAvro, name.isPresent()).view());
    return ExitStatus.OK.number();
  }

  private static Map<String, TableSchema> schemas(PipelineSpec spec) {
    Map<String, TableSchema> all = new LinkedHashMap<>();
    spec.tables().forEach(each -> all.put(each.name(), each.schema().declared()));
    spec.models().forEach(each -> all.put(each.name(), each.output()));
    return all;
  }

  private static Map<String, TableSchema> only(Map<String, TableSchema> all, String name) {
    TableSchema schema = all.get(name);
    if (schema == null) {
      throw new PipelineException(
          ErrorCode.UNKNOWN_NAME,
          "There is no table or model %s; %s"
              .formatted(name, Suggestion.nearestOr(name, "there are ", all.keySet())));
    }
    return Map.of(name, schema);
  }
}
