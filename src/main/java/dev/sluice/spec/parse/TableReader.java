// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse;

import dev.sluice.kernel.sql.LogicalTime;
import dev.sluice.schema.TableSchema;
import dev.sluice.spec.parse.about.AboutReader;
import dev.sluice.spec.parse.binding.TableDraft;
import dev.sluice.spec.parse.columns.GrownColumns;
import dev.sluice.spec.parse.columns.SchemaReader;
import dev.sluice.spec.parse.context.NameUses.Purpose;
import dev.sluice.spec.parse.context.SpecContext;
import dev.sluice.spec.parse.context.SqlTexts;
import dev.sluice.spec.parse.quality.QualityReader;
import dev.sluice.spec.parse.rule.QualityDraft;
import dev.sluice.spec.parse.source.SourceReader;
import dev.sluice.spec.parse.time.EventTimeReader;
import dev.sluice.spec.receive.Receiver;
import dev.sluice.spec.rule.SqlText;
import dev.sluice.spec.table.Contract;
import dev.sluice.spec.table.LoadSpec;
import dev.sluice.spec.table.SourceSpec;
import dev.sluice.spec.yaml.Node;
import dev.sluice.spec.yaml.Node.Scalar;
import dev.sluice.spec.yaml.Section;
import dev.sluice.spec.yaml.SpecShape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one entry of {@code tables}. */
final class TableReader {
  private final SpecContext reading;
  private final Map<String, String> receiving = new HashMap<>(); // tables, by from where

  TableReader(SpecContext reading) {
    this.reading = reading;
  }

  @Nullable TableDraft read(Node.Field field) {
    Section section =
        Section.open(field.value(), field.key().position(), SpecShape.TABLE, reading.problems());
    if (section == null) {
      return null;
    }
    Node source = section.node("source");
    Scalar file = section.has("schema") ? section.text("schema") : null;
    SourceReader.Read read =
        source == null ? null : new SourceReader(reading).read(source, field.name(), file);
    if (read != null && read.source() instanceof SourceSpec.MessageLog) {
      requireOfTopic(section);
    }
    if (read != null && source != null && read.source() instanceof SourceSpec.Received received) {
      requireOnce(section);
      requireAlone(received.receiver(), field.name(), source);
    }
    TableSchema schema = new SchemaReader(reading).ofTable(section);
    QualityDraft quality = new QualityReader(reading).read(section, field.name());
    TableSchema found = schema == null || read == null ? schema : schema.sourced(read.isExact());
    Contract contract = new ContractReader(reading, section, field.name(), found).read();
    List<String> lines = reading.edits().columns(field.name());
    if (found != null && read != null && !lines.isEmpty()) {
      GrownColumns grown = GrownColumns.of(found, contract, lines, read.isExact(), reading);
      found = grown.schema();
      contract = contract.evolving(grown.names());
    }
    LoadSpec load = load(section, field.name());
    return new TableDraft(
        field.name(),
        read == null ? null : read.source(),
        ContractReader.under(contract, found, section, reading),
        contract,
        load,
        quality,
        new AboutReader(reading, field.name()).read(section),
        new EventTimeReader(reading).read(section, field.name(), load.disposition()));
  }

  /** A topic knows by itself what is new in it. */
  private void requireOfTopic(Section table) {
    for (String key : List.of("cursor", "lag", "changed_file")) {
      Node.Field field = table.field(key);
      if (field != null) {
        reading.invalid(
            field.key().position(),
            "`" + key + "` is for files, and this table reads messages",
            "leave it out: each run reads the messages behind those of the run before");
      }
    }
  }

  /** What is received once cannot take the place of all rows. */
  private void requireOnce(Section table) {
    Node.Field load = table.field("load");
    if (load != null
        && load.value() instanceof Scalar written
        && written.text().equals("replace")) {
      reading.invalid(
          written.position(),
          "`load: replace` reads a source as a whole with each run, and these messages are received once",
          "write `load: append`; or give the table a `key` and `load: merge`");
    }
  }

  /** Each message goes to one of those who receive. */
  private void requireAlone(Receiver receiver, String table, Node source) {
    List<String> places = new ArrayList<>();
    places.add(receiver.kind() + " " + receiver.address().replaceFirst("^[a-z]+://", ""));
    if (receiver instanceof Receiver.Mqtt mqtt) {
      places.add("the client `" + mqtt.clientId() + "` of " + mqtt.broker().host());
    }
    for (String place : places) {
      String other = receiving.putIfAbsent(place, table);
      if (other != null) {
        reading.invalid(
            source.position(),
            "`%s` and `%s` both receive from %s, and each message would go to one of them"
                .formatted(other, table, place),
            "receive it in one table, and make the other a model of that");
        return;
      }
    }
  }

  private LoadSpec load(Section table, String name) {
    LoadSpec.Disposition disposition = table.choice("load", LoadSpec.Disposition.APPEND);
    if (disposition == LoadSpec.Disposition.MERGE && !table.has("key")) {
      table.missing("key", "`load: merge` needs the key `key`");
    }
    if (table.has("latest_by") && !table.has("key")) {
      table.missing("key", "`latest_by` needs the key `key`");
    }
    List<String> key = key(table, name, reading, Purpose.KEY);
    partition(table, name, reading);
    return new LoadSpec(
        disposition,
        key,
        column(table, "latest_by", name, Purpose.ANY),
        column(table, "cursor", name, Purpose.CURSOR),
        lag(table, name, disposition),
        table.choice("changed_file", LoadSpec.ChangedFile.REPLACE),
        deleteWhen(table, disposition));
  }

  /** Which versions delete their key: only a merge knows the newest of each. */
  private @Nullable SqlText deleteWhen(Section table, LoadSpec.Disposition disposition) {
    Scalar condition = table.text("delete_when");
    if (condition == null) {
      return null;
    }
    if (disposition != LoadSpec.Disposition.MERGE) {
      reading.invalid(
          condition.position(),
          "`delete_when` looks at the newest version of each key, and only `load: merge` knows it",
          "give the table a `key` and `load: merge`");
    }
    SqlText sql = SqlTexts.inline(condition, reading);
    if (sql != null && LogicalTime.isReadBy(sql.text())) {
      reading.invalid(
          condition.position(),
          "`delete_when` reads logical_time(), but whether a version deletes its key never changes",
          "compare its own columns with one another, or with constants");
    }
    return sql;
  }

  /** How far behind the cursor rows are read again: only a key tells which are there already. */
  private @Nullable String lag(Section table, String name, LoadSpec.Disposition disposition) {
    Scalar lag = table.node("lag") instanceof Scalar written ? written : table.text("lag");
    if (lag == null) {
      return null;
    }
    Scalar cursor = table.text("cursor");
    if (cursor == null) {
      table.missing("cursor", "`lag` needs the key `cursor`");
    }
    if (disposition != LoadSpec.Disposition.MERGE) {
      reading.invalid(
          lag.position(),
          "`lag` reads rows again, and only `load: merge` tells those that are there",
          "give the table a `key` and `load: merge`; or leave `cursor` and `lag` out, and all"
              + " present rows of a changed file take the place of its earlier ones");
    }
    String kernel = CursorLag.of(lag.text());
    if (kernel == null) {
      reading.invalid(
          lag.position(),
          lag.description() + " is no span",
          "write a whole number, or one with a unit: `90s`, `15m`, `2h`, `3d`");
    } else if (cursor != null) {
      Purpose purpose = kernel.contains(" ") ? Purpose.TIME : Purpose.NUMBER;
      reading.uses().column(name, Scalar.of(lag.position(), cursor.text()), purpose);
    }
    return kernel;
  }

  private @Nullable String column(Section table, String key, String name, Purpose purpose) {
    Scalar column = table.text(key);
    if (column == null) {
      return null;
    }
    reading.uses().column(name, column, purpose);
    return column.text();
  }

  /** Notes by whose days the warehouse cuts the table. */
  static void partition(Section section, String table, SpecContext reading) {
    Scalar column = section.text("partition_by");
    if (column != null) {
      reading.uses().column(table, column, Purpose.PARTITION);
    }
  }

  /** The columns of {@code key}, which must not be an empty list. */
  static List<String> key(Section section, String table, SpecContext reading, Purpose purpose) {
    List<Scalar> key = section.texts("key");
    if (section.node("key") instanceof Node.Items items && items.items().isEmpty()) {
      reading.invalid(items.position(), "`key` lists no column");
    }
    key.forEach(column -> reading.uses().column(table, column, purpose));
    return reading.distinct(key, "the column");
  }
}
