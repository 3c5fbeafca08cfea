// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.fixture.Pipelines;
import dev.sluice.fixture.Pipelines.Ran;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files as people have them: what is printed first, written as it is printed, mends them. */
class DirtyFilesTest {
  private @TempDir Path folder;

  /**
   * A table of which rows are dead.
   *
   * @param columns one a line, as {@code columns} has them
   * @param source more keys of the source
   */
  private record Dirty(String name, String columns, String source, String data) {}

  private static Dirty dirty(String name, String columns, String... lines) {
    return new Dirty(name, columns, "", String.join("\n", lines) + "\n");
  }

  private static final List<Dirty> FILES =
      List.of(
          dirty("absent", "id: bigint!\nspeed: double", "id,speed", "1,NA", "2,1.5", "3,NA"),
          dirty(
              "slashes",
              "id: int!\nat: timestamp!",
              "id,at",
              "1,2010/01/01 00:00",
              "2,2010/12/31 23:59"),
          dirty("words", "id: int!\nat: date", "id,at", "1,Jan 1 2000", "2,Dec 31 2000", "3,"),
          dirty("german", "id: int!\nprice: double", "id,price", "1,\"1.234,56\"", "2,\"0,5\""),
          dirty(
              "thousands",
              "id: int!\nprice: \"decimal(12,2)\"",
              "id,price",
              "1,\"1,234.50\"",
              "2,7.25"),
          dirty("letters", "id: int!\nactive: boolean!", "id,active", "1,Y", "2,N", "3,Y"),
          dirty("fractions", "id: int!\npieces: int", "id,pieces", "1,5.5", "2,7"),
          dirty(
              "symbols",
              "id: int!\nstate: enum(open, paid)",
              "id,state",
              "1,open",
              "2,refunded",
              "3,refunded"),
          dirty("empty", "id: int!\ncustomer: bigint!", "id,customer", "1,", "2,7"),
          dirty("dots", "id: int!\nday: date", "id,day", "1,31.01.2026", "2,01.02.2026", "3,-"),
          dirty("large", "id: int!\nviews: int", "id,views", "1,3000000000", "2,5"),
          dirty(
              "digits",
              "id: int!\nprice: \"decimal(9,2)\"",
              "id,price",
              "1,1.2345",
              "2,12345678.5"),
          dirty("inches", "id: int!\nname: text", "id,name", "1,\"5\" pipe", "2,\"Big\" Joe"),
          new Dirty(
              "long",
              "id: int!\nname: text",
              ", max_record: 1KB",
              "id,name\n1," + "x".repeat(3000) + "\n"),
          dirty("money", "id: int!\nprice: double", "id,price", "1,$5.00", "2,$7.25"),
          dirty("noon", "id: int!\nat: time", "id,at", "1,01:30 PM", "2,11:05 AM"),
          dirty(
              "mixed",
              "id: int!\nactive: boolean",
              "id,active",
              "1,yes",
              "2,no",
              "3,true",
              "4,n/a"),
          dirty(
              "two_forms",
              "id: int!\nday: date",
              "id,day",
              "1,2026-01-31",
              "2,31/12/2026",
              "3,2026-02-01"),
          dirty("blanks", "id: int!\npieces: int", "id,pieces", "1, 5", "2,7 "),
          dirty("epoch", "id: int!\nat: timestamp", "id,at", "1,1577836800", "2,1577836860"),
          dirty(
              "zeros",
              "id: int!\nclosed: date",
              "id,closed",
              "1,0000-00-00",
              "2,2026-01-31",
              "3,0000-00-00"),
          dirty("gap", "id: int!\nn: bigint", "id,n", "1,1 234", "2,56", "3,1 234 567"));

  @Test
  void printsFirstWhatMendsThem() {
    writeSpec();
    Map<String, JsonNode> first = causes(run());
    List<String> wrong = new ArrayList<>();
    first.forEach(
        (table, cause) -> {
          if (cause.at("/edits").isEmpty()) {
            wrong.add(table + ": no line");
          }
          cause.at("/edits").forEach(this::write);
        });
    Ran again = run("--again");
    for (Dirty file : FILES) {
      long dead = dead(again, file.name());
      if (dead > 0) {
        wrong.add(file.name() + ": " + dead + " dead\n" + again.json().at("/causes"));
      }
    }
    assertThat(first.keySet(), hasSize(FILES.size()));
    assertThat(String.join("\n", wrong), FILES.size() - wrong.size(), greaterThanOrEqualTo(18));
    assertThat(String.join("\n", wrong), wrong, is(List.of()));
  }

  private void writeSpec() {
    StringBuilder spec = new StringBuilder("name: dirty\nlake: lake\ntables:\n");
    for (Dirty file : FILES) {
      Pipelines.write(folder.resolve("data/" + file.name() + ".csv"), file.data());
      spec.append("  ").append(file.name()).append(":\n");
      spec.append("    source: {csv: data/%s.csv%s}\n".formatted(file.name(), file.source()));
      spec.append("    load: replace\n    tolerate: {dead_ratio: 1}\n    columns:\n");
      file.columns().lines().forEach(line -> spec.append("      ").append(line).append('\n'));
    }
    Pipelines.write(folder.resolve("pipeline.yaml"), spec.toString());
  }

  private Ran run(String... more) {
    List<String> all = new ArrayList<>(List.of("--json"));
    all.addAll(List.of(more));
    return Pipelines.run(folder, all.toArray(String[]::new));
  }

  /** The first cause of each table. */
  private static Map<String, JsonNode> causes(Ran ran) {
    Map<String, JsonNode> first = new LinkedHashMap<>();
    ran.json()
        .at("/causes")
        .forEach(cause -> first.putIfAbsent(cause.at("/table").asText(), cause));
    return first;
  }

  private static long dead(Ran ran, String table) {
    for (JsonNode each : ran.json().at("/tables")) {
      if (each.at("/table").asText().equals(table)) {
        return each.at("/dead").asLong();
      }
    }
    throw new AssertionError(table);
  }

  /** Writes a line where it is said to go. */
  private void write(JsonNode edit) {
    Path file = folder.resolve(edit.at("/file").asText());
    List<String> lines = new ArrayList<>(Pipelines.text(file).lines().toList());
    int at = edit.at("/line").asInt() - 1;
    String text = edit.at("/text").asText();
    String key = text.substring(0, text.indexOf(':') + 1);
    assertThat(lines.get(at), containsString(key));
    lines.set(
        at, lines.get(at).replaceFirst("\\S.*", java.util.regex.Matcher.quoteReplacement(text)));
    Pipelines.write(file, String.join("\n", lines) + "\n");
  }
}
