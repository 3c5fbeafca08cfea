// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.sluice.error.issue.Issue;
import dev.sluice.error.issue.Position;
import dev.sluice.spec.Parsed;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.parse.choice.Choices;
import dev.sluice.spec.policy.Policies;
import dev.sluice.spec.policy.PublishSpec.Approve;
import dev.sluice.spec.rule.SqlText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Targets and variables as a whole spec has them; the exact texts of errors are golden files. */
class TargetsTest {
  private static final String SPEC =
      """
      name: shop
      vars: {root: build, least: 5, status: paid, ratio: 0.5}
      default_target: dev
      targets:
        dev:
          lake: ${root}/dev
          vars: {least: 1}
          defer: prod
        prod:
          lake: "gs://bucket/prod"
          warehouse: null
          publish: {approve: manual}
          keep: {runs: ${KEPT}}
      warehouse: duckdb:${root}/shop.duckdb
      publish: {approve: auto, expire_after: 1h}
      tables:
        orders:
          source: {csv: ${root}/${DIR:-data}/*.csv, null_values: [${root}]}
          schema: schemas/orders.avsc
          rules: ["amount >= ${least} AND status <> '${status}'"]
          tolerate: {dead_rows: ${least}, dead_ratio: ${ratio}}
      """;

  private @TempDir Path folder;
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void copyShop() {
    SpecFixture unused = SpecFixture.in(folder);
  }

  private Parsed parse(String yaml, @Nullable String target, Map<String, String> vars)
      throws Exception {
    Files.writeString(folder.resolve("pipeline.yaml"), yaml);
    return SpecParser.parse(folder, new Choices(vars, target, null, environment::get));
  }

  private PipelineSpec good(@Nullable String target, Map<String, String> vars) throws Exception {
    Parsed parsed = parse(SPEC, target, vars);
    if (parsed.spec() == null) {
      throw new AssertionError(parsed.issues().toString());
    }
    return parsed.spec();
  }

  @Test
  void takesTheDefaultTargetAndItsVariables() throws Exception {
    PipelineSpec spec = good(null, Map.of());
    assertThat(spec.lake(), equalTo(folder.resolve("build/dev").toString()));
    assertThat(
        spec.target(),
        equalTo(new Policies.Target("dev", new Policies.Deferral("prod", "gs://bucket/prod"))));
    assertThat(
        spec.tables().get(0).source().paths(), contains(folder.resolve("build/data") + "/*.csv"));
    assertThat(
        spec.tables().get(0).quality().rules().get(0).sql().text(),
        equalTo("amount >= 1 AND status <> 'paid'"));
    assertThat(spec.tables().get(0).quality().tolerate().deadRows(), is(1L));
    assertThat(spec.tables().get(0).quality().tolerate().deadRatio(), is(0.5));
    assertThat(spec.publish().approve(), is(Approve.AUTO));
  }

  @Test
  void mergesWhatATargetSaysKeyByKey() throws Exception {
    environment.put("KEPT", "7");
    PipelineSpec spec = good("prod", Map.of());
    assertThat(spec.lake(), equalTo("gs://bucket/prod"));
    assertThat(spec.warehouse(), is(nullValue()));
    assertThat(spec.publish().approve(), is(Approve.MANUAL));
    assertThat(spec.publish().expireAfter(), is(Duration.ofHours(1)));
    assertThat(spec.keep().runs(), is(7));
    assertThat(spec.target(), equalTo(new Policies.Target("prod", null)));
    assertThat(
        spec.tables().get(0).quality().rules().get(0).sql().text(),
        equalTo("amount >= 5 AND status <> 'paid'"));
  }

  @Test
  void asksTheCommandLineBeforeTheEnvironment() throws Exception {
    environment.put("SLUICE_TARGET", "prod");
    environment.put("KEPT", "7");
    environment.put("DIR", "env");
    assertThat(good(null, Map.of()).target().name(), equalTo("prod"));
    assertThat(good("dev", Map.of()).target().name(), equalTo("dev"));
    PipelineSpec spec = good("dev", Map.of("root", "there", "DIR", "given", "least", "3"));
    assertThat(
        spec.tables().get(0).source().paths(), contains(folder.resolve("there/given") + "/*.csv"));
    assertThat(spec.tables().get(0).quality().tolerate().deadRows(), is(3L));
  }

  @Test
  void digestsWhatVariablesHold() throws Exception {
    String dev = parse(SPEC, "dev", Map.of()).digest();
    assertThat(parse(SPEC, "dev", Map.of()).digest(), equalTo(dev));
    assertThat(parse(SPEC, "dev", Map.of("status", "open")).digest(), not(equalTo(dev)));
    environment.put("DIR", "data");
    assertThat(parse(SPEC, "dev", Map.of()).digest(), equalTo(dev));
    environment.put("DIR", "other");
    assertThat(parse(SPEC, "dev", Map.of()).digest(), not(equalTo(dev)));
  }

  @Test
  void fillsVariablesIntoFilesOfSqlAndPointsIntoThem() throws Exception {
    Files.writeString(
        folder.resolve("models/late.sql"),
        "SELECT order_id, amount, ${tag} AS tag -- ${nothing}\nFROM orders\nWHERE amount > ${least}\n");
    String yaml = SPEC + "models:\n  late: {sql: \"models/${file}.sql\"}\n";
    String declared = yaml.replace("root: build", "root: build, file: late, tag: \"it's\"");
    Parsed parsed = parse(declared, "dev", Map.of());
    SqlText sql = parsed.spec() == null ? null : parsed.spec().models().get(0).sql();
    assertThat(
        parsed.issues().toString(),
        sql == null ? "" : sql.text(),
        equalTo(
            "SELECT order_id, amount, 'it''s' AS tag -- ${nothing}\nFROM orders\nWHERE amount > 1"));
    Files.writeString(
        folder.resolve("models/late.sql"),
        "SELECT ${tag} AS tag, amuont\nFROM orders\nWHERE amount > ${leest}\n");
    List<Issue> issues = parse(declared, "dev", Map.of()).issues();
    assertThat(issues, hasSize(1));
    assertThat(issues.get(0).position(), equalTo(new Position("models/late.sql", 3, 16)));
    assertThat(issues.get(0).suggestion(), equalTo("did you mean `least`?"));
    Files.writeString(
        folder.resolve("models/late.sql"),
        "SELECT ${tag} AS tag, amuont\nFROM orders\nWHERE amount > ${least}\n");
    issues = parse(declared, "dev", Map.of()).issues();
    assertThat(issues, hasSize(1));
    assertThat(issues.get(0).position(), equalTo(new Position("models/late.sql", 1, 23)));
  }
}
