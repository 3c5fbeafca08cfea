// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse.columns;

import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.schema.TypeWidening;
import dev.sluice.schema.change.NewFields;
import dev.sluice.schema.form.SourceNames;
import dev.sluice.spec.parse.context.SpecContext;
import dev.sluice.spec.table.Contract;
import dev.sluice.spec.table.Contract.UnknownField;
import dev.sluice.spec.table.Contract.WrongType;
import dev.sluice.spec.yaml.Node;
import dev.sluice.spec.yaml.Node.Field;
import dev.sluice.spec.yaml.Node.Fields;
import dev.sluice.spec.yaml.Problems;
import dev.sluice.spec.yaml.YamlReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The columns of a table with those that its source brought, as far as its contract takes them.
 *
 * @param names of those that the spec does not say, or says narrower
 */
public record GrownColumns(TableSchema schema, List<String> names) {
  /** What positions in those lines call their file. */
  private static final String FOUND = "(found in the source)";

  public GrownColumns {
    names = List.copyOf(names);
  }

  /**
   * Adds columns behind those of the spec, widens types, and gives records more fields.
   *
   * @param lines as {@code columns} has them; one that the spec says itself by now is left out
   * @param isExact whether letter case counts in the source's names
   */
  public static GrownColumns of(
      TableSchema declared,
      Contract contract,
      List<String> lines,
      boolean isExact,
      SpecContext reading) {
    List<Column> all = new ArrayList<>(declared.columns());
    List<String> names = new ArrayList<>();
    for (Column column : read(lines, reading)) {
      int at = declared.names().indexOf(column.name());
      if (at >= 0) {
        Column own = declared.columns().get(at);
        if (contract.type(own.name()) == WrongType.WIDEN
            && !own.type().equals(column.type())
            && TypeWidening.holds(column.type(), own.type())) {
          all.set(at, own.typed(column.type()));
          names.add(own.name());
        } else if (contract.isGrowing(own.name())) {
          NewFields fields = NewFields.of(own, column);
          all.set(at, fields.column());
          names.addAll(fields.paths().isEmpty() ? List.of() : List.of(own.name()));
        }
      } else if (contract.unknownField() == UnknownField.EVOLVE && !isTaken(column, all)) {
        all.add(column.sourced(column.sourcing().exact(isExact)));
        names.add(column.name());
      }
    }
    return new GrownColumns(new TableSchema(all), names);
  }

  private static List<Column> read(List<String> lines, SpecContext reading) {
    Problems problems = new Problems();
    List<Column> columns = new ArrayList<>();
    SpecContext own = reading.reporting(problems);
    ColumnReader reader = new ColumnReader(own, true);
    for (String line : lines) {
      Node node = YamlReader.read(FOUND, line, problems).root();
      if (node != null
          && YamlReader.fill(node, reading.variables(), problems) instanceof Fields fields) {
        for (Field field : fields.fields()) {
          Column column = reader.read(field);
          if (column != null) {
            columns.add(column);
          }
        }
      }
    }
    return columns;
  }

  private static boolean isTaken(Column column, List<Column> there) {
    Set<String> names = new HashSet<>();
    Set<String> sources = new HashSet<>();
    for (Column each : there) {
      names.add(each.name().toLowerCase(Locale.ROOT));
      each.sourceNames().forEach(name -> sources.add(SourceNames.loose(name)));
    }
    return names.contains(column.name().toLowerCase(Locale.ROOT))
        || column.sourceNames().stream().map(SourceNames::loose).anyMatch(sources::contains);
  }
}
