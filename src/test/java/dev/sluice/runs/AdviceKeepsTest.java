// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.fixture.Pipelines;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Advice leaves standing what the author said, and what is read well. */
class AdviceKeepsTest {
  private @TempDir Path folder;

  /** The lines to write by column, or why there are none. */
  private Map<String, String> told(String columns, String schema, String rows) {
    Pipelines.write(folder.resolve("t.csv"), rows);
    Pipelines.write(
        folder.resolve("pipeline.yaml"),
        """
        name: t
        lake: lake
        defaults: {tolerate: {dead_ratio: 1}}
        tables:
          t:
            source: {csv: t.csv}
            load: replace
        """
            + columns);
    Pipelines.write(folder.resolve("t.avsc"), schema);
    Map<String, String> told = new TreeMap<>();
    for (JsonNode cause : Pipelines.run(folder, "--json", "--again").json().path("causes")) {
      JsonNode edits = cause.path("edits");
      told.put(
          cause.path("subject").asText(),
          edits.isEmpty() ? cause.path("why").asText() : edits.at("/0/text").asText());
    }
    return told;
  }

  @Test
  void readsMoneyAsItIsWrittenAndExactly() {
    Map<String, String> told =
        told(
            "    columns: {id: int, price: bigint, fee: int, paid: \"decimal(6,0)\", ratio: bigint}\n",
            "{\"type\": \"record\", \"name\": \"t\", \"fields\": []}",
            """
            id,price,fee,paid,ratio
            1,"1.234,50","+1,25","1.234,50","0,5"
            2,"2.000.000,25",",75","99,10","1,25"
            3,"99,10",7,12,"1,125"
            """);
    assertThat(
        told,
        is(
            Map.of(
                "price", "price: {type: \"decimal(21,2)\", decimal: \",\", thousands: \".\"}",
                "fee", "fee: {type: \"decimal(12,2)\", decimal: \",\"}",
                "paid", "paid: {type: \"decimal(8,2)\", decimal: \",\", thousands: \".\"}",
                "ratio", "ratio: {type: double, decimal: \",\"}")));
  }

  private static final String ROWS =
      """
      id,ok,day,n,x
      1,aktiv,30.01.2026,fehlt,1.5
      2,weg,31.01.2026,5,2.5
      3,yes,2026-02-01,NA,3
      """;

  @Test
  void keepsWhatColumnsSay() {
    Map<String, String> told =
        told(
            """
                columns:
                  id: int!
                  ok: {type: boolean, true_values: [aktiv], false_values: [weg]}
                  day: {type: date, format: "%d.%m.%Y"}
                  n: {type: int, null_values: [fehlt]}
                  x: {type: double, decimal: ","}
            """,
            "", ROWS);
    assertThat(
        told,
        is(
            Map.of(
                "ok", "ok: {type: boolean, true_values: [aktiv, \"yes\"], false_values: [weg]}",
                "day", "day: {type: date, format: [\"%d.%m.%Y\", \"%Y-%m-%d\"]}",
                "n", "n: {type: int, null_values: [fehlt, NA]}",
                "x", "x: {type: double, decimal: \".\"}")));
  }

  @Test
  void keepsWhatSchemasSay() {
    Map<String, String> told =
        told(
            "    schema: t.avsc\n",
            """
            {"type": "record", "name": "t", "fields": [
              {"name": "id", "type": "int"},
              {"name": "ok", "type": ["null", "boolean"], "sluice.true_values": ["aktiv"], "sluice.false_values": ["weg"]},
              {"name": "day", "type": ["null", {"type": "int", "logicalType": "date"}], "sluice.format": "%d.%m.%Y"},
              {"name": "n", "type": ["null", "int"], "sluice.null_values": ["fehlt"]},
              {"name": "x", "type": ["null", "double"], "sluice.decimal": ",", "sluice.thousands": "."}]}
            """,
            ROWS);
    assertThat(
        told,
        is(
            Map.of(
                "ok",
                "{\"name\": \"ok\", \"type\": [\"null\", \"boolean\"], \"sluice.true_values\":"
                    + " [\"aktiv\", \"yes\"], \"sluice.false_values\": [\"weg\"]}",
                "day",
                "{\"name\": \"day\", \"type\": [\"null\", {\"type\": \"int\", \"logicalType\":"
                    + " \"date\"}], \"sluice.format\": [\"%d.%m.%Y\", \"%Y-%m-%d\"]}",
                "n",
                "{\"name\": \"n\", \"type\": [\"null\", \"int\"], \"sluice.null_values\":"
                    + " [\"fehlt\", \"NA\"]}",
                "x",
                "{\"name\": \"x\", \"type\": [\"null\", \"double\"], \"sluice.decimal\": \".\"}")));
  }

  @Test
  void givesNoWordAnotherMeaning() {
    Map<String, String> told =
        told(
            """
                columns:
                  id: int!
                  ok: {type: boolean, true_values: ["0"], false_values: ["1"]}
            """,
            "",
            "id,ok\n1,0\n2,1\n3,no\n");
    assertThat(
        told,
        is(
            Map.of(
                "ok", "ok: {type: boolean, true_values: [\"0\"], false_values: [\"1\", \"no\"]}")));
  }

  @Test
  void saysThatNumbersAreWrittenInSeveralWays() {
    String said =
        "numbers are written in several ways, as `1.5` (3 of 5 rows) and as `1,5` (1 of 5 rows): no"
            + " `decimal` and `thousands` read them all. Correct the source, or make the column"
            + " `text` and let a model tell them apart";
    Map<String, String> told =
        told(
            """
                columns:
                  id: int!
                  a: double
                  b: {type: double, decimal: ","}
                  c: decimal(9,2)
                  d: double
            """,
            "",
            """
            id,a,b,c,d
            1,1.5,1.5,1.5,"1,234.5"
            2,1.5,1.5,1.5,"1.234,5"
            3,1.5,1.5,1.5,1
            4,"1,5","1,5","1,5",1
            5,7,7,7,1
            """);
    assertThat(
        told.remove("d"),
        containsString("as `1,234.5` (1 of 5 rows) and as `1.234,5` (1 of 5 rows)"));
    assertThat(told, is(Map.of("a", said, "b", said, "c", said)));
  }
}
