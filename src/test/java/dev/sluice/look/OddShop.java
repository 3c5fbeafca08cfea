// SPDX-License-Identifier: Apache-2.0
package dev.sluice.look;

import dev.sluice.fixture.Pipelines;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A pipeline whose tables are called oddly, and whose values are of every type. */
final class OddShop {
  static final String SPEC =
      """
      name: odd
      lake: lake
      tables:
        order:
          source: {csv: data/order.csv, null_values: ["", NA]}
          schema: order.avsc
          load: merge
          key: [id]
          delete_when: op = 'd'
          rules: ["amount >= 0"]
          tolerate: {dead_rows: 10}
        types:
          source: {json: data/types.json}
          schema: types.avsc
          load: replace
        Empty_One:
          source: {csv: data/empty.csv}
          schema: order.avsc
      models:
        per_day:
          per: [day]
          key: [day]
          sql: per_day.sql
      """;

  private static final String ORDER =
      """
      {"type": "record", "name": "o", "fields": [
        {"name": "id", "type": "long"},
        {"name": "email", "type": ["null", "string"], "default": null, "pii": true},
        {"name": "amount",
         "type": {"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2}},
        {"name": "day", "type": {"type": "int", "logicalType": "date"}},
        {"name": "op", "type": ["null", "string"], "default": null},
        {"name": "note", "type": ["null", "string"], "default": null}]}
      """;

  private static final String TYPES =
      """
      {"type": "record", "name": "t", "fields": [
        {"name": "id", "type": "int"},
        {"name": "flag", "type": "boolean"},
        {"name": "x", "type": "double"},
        {"name": "price",
         "type": {"type": "bytes", "logicalType": "decimal", "precision": 20, "scale": 4}},
        {"name": "at", "type": {"type": "long", "logicalType": "timestamp-micros"}},
        {"name": "local", "type": {"type": "long", "logicalType": "local-timestamp-micros"}},
        {"name": "clock", "type": {"type": "long", "logicalType": "time-micros"}},
        {"name": "uid", "type": {"type": "string", "logicalType": "uuid"}},
        {"name": "raw", "type": "bytes"},
        {"name": "tags", "type": {"type": "array", "items": "string"}},
        {"name": "scores", "type": {"type": "map", "values": "double"}},
        {"name": "place", "type": {"type": "record", "name": "p", "fields": [
          {"name": "zip", "type": "string"},
          {"name": "seen", "type": {"type": "int", "logicalType": "date"}}]}}]}
      """;

  final Path folder;

  OddShop(Path folder) {
    this.folder = folder;
    write("pipeline.yaml", SPEC);
    write("order.avsc", ORDER);
    write("types.avsc", TYPES);
    write(
        "per_day.sql",
        "SELECT day, count(*) AS n, sum(amount) AS total\nFROM \"order\"\nGROUP BY day\n");
    write(
        "data/order.csv",
        """
        id,email,amount,day,op,note
        1,ada@example.com,10.50,2026-01-01,,"a, ""b\"""
        2,bob@example.com,20.00,2026-01-01,,tab\there
        3,cy@example.com,5.00,2026-01-02,,NA
        4,dee@example.com,-1,2026-01-02,,x
        5,eve@example.com,7,2026-01-03,d,gone
        6,ada@example.com,1.25,2026-01-03,,=1+1
        """);
    write(
        "data/types.json",
        """
        {"id":1,"flag":true,"x":1.5,"price":"1234567890123456.7891",\
        "at":"2026-01-31T09:00:00Z","local":"2026-01-31 09:00:00.123456","clock":"09:30:00",\
        "uid":"7d444840-9dc0-11d1-b245-5ffdce74fad2","raw":"abc","tags":["x","y z"],\
        "scores":{"a":1.0,"b":2.5},"place":{"zip":"8000","seen":"2026-01-01"}}
        """);
    write("data/empty.csv", "id,email,amount,day,op,note\n");
  }

  void write(String name, String text) {
    Pipelines.write(folder.resolve(name), text);
  }

  Path path(String name) {
    return folder.resolve(name);
  }

  /** Runs a command on the pipeline. */
  Pipelines.Ran sluice(String command, String... more) {
    List<String> args = new ArrayList<>(List.of(command, folder.toString()));
    args.addAll(List.of(more));
    return Pipelines.sluice(args.toArray(String[]::new));
  }
}
