// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.sluice.error.issue.Issue;
import dev.sluice.error.issue.IssueRenderer;
import dev.sluice.spec.Layout;
import dev.sluice.spec.Parsed;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.WarehouseSpec;
import dev.sluice.spec.policy.PublishSpec;
import dev.sluice.spec.rule.CheckSpec;
import dev.sluice.spec.rule.Consequence;
import dev.sluice.spec.rule.RuleSpec;
import dev.sluice.spec.rule.SqlText;
import dev.sluice.spec.rule.Tolerance;
import dev.sluice.spec.table.Contract;
import dev.sluice.spec.table.LoadSpec;
import dev.sluice.spec.table.ModelSpec;
import dev.sluice.spec.table.SourceSpec;
import dev.sluice.spec.table.TableSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpecParserTest {
  @TempDir Path folder;
  SpecFixture fixture;

  @BeforeEach
  void copyShop() {
    fixture = SpecFixture.in(folder);
  }

  private PipelineSpec good(String yaml) {
    Parsed parsed = fixture.parse(yaml);
    assertThat(IssueRenderer.render(parsed.issues(), parsed.texts()), equalTo(""));
    return Objects.requireNonNull(parsed.spec());
  }

  private TableSpec orders(String body) {
    return good(SpecFixture.withTable(body)).table("orders").orElseThrow();
  }

  @Test
  void readsTheWholeShop() {
    PipelineSpec spec = good(SpecFixture.shop());
    assertThat(spec.lake(), equalTo(folder.resolve("build/lake").toString()));
    assertThat(
        spec.warehouse(),
        equalTo(WarehouseSpec.duckdb(folder.resolve("build/shop.duckdb").toString())));
    assertThat(
        spec.layout(),
        equalTo(
            new Layout(
                Layout.Mode.BATCH,
                java.time.Duration.ofSeconds(10),
                null,
                3,
                8,
                java.time.Duration.ofMinutes(10))));
    assertThat(spec.publish().approve(), is(PublishSpec.Approve.MANUAL));
    TableSpec orders = spec.table("orders").orElseThrow();
    assertThat(
        orders.source(),
        equalTo(
            new SourceSpec.Csv(
                List.of(folder.resolve("data/orders/*.csv").toString()),
                ',',
                '"',
                List.of("", "NA"))));
    assertThat(
        orders.load(),
        equalTo(
            new LoadSpec(LoadSpec.Disposition.MERGE, List.of("order_id"), "updated", "updated")));
    assertThat(orders.quality().tolerate(), equalTo(new Tolerance(0.01, 1000L, null)));
  }

  @Test
  void namesChecksAfterWhatTheySay() {
    TableSpec orders = good(SpecFixture.shop()).table("orders").orElseThrow();
    assertThat(
        orders.quality().checks().stream().map(CheckSpec::name).toList(),
        contains(
            "row_count: {min: 1, max: 1000000}",
            "unique: [order_id]",
            "ids are set",
            "null_ratio: {column: customer_id, max: 0.01}",
            "references: {column: customer_id, table: customers, to: id}"));
    assertThat(orders.quality().checks().get(2).consequence(), is(Consequence.WARN));
  }

  @Test
  void putsModelsAfterTheirInputs() {
    PipelineSpec spec = good(SpecFixture.shop());
    assertThat(
        spec.models().stream().map(ModelSpec::name).toList(),
        contains("clean_orders", "daily_revenue", "totals"));
    ModelSpec totals = spec.model("totals").orElseThrow();
    assertThat(totals.inputs(), contains("orders"));
    assertThat(totals.lookup(), contains("currencies"));
    assertThat(totals.per(), empty());
    ModelSpec daily = spec.model("daily_revenue").orElseThrow();
    assertThat(daily.output().column("day").orElseThrow().nullable(), is(false));
    assertThat(spec.model("clean_orders").orElseThrow().per(), nullValue());
  }

  @Test
  void stripsTheClosingSemicolon() {
    SqlText sql = good(SpecFixture.shop()).model("daily_revenue").orElseThrow().sql();
    assertThat(sql.text().endsWith("GROUP BY day"), is(true));
    assertThat(sql.position().file(), equalTo("models/daily_revenue.sql"));
  }

  @Test
  void fillsInDefaults() {
    PipelineSpec spec = good(SpecFixture.withTable("rules: [amount > 0]"));
    TableSpec orders = spec.tables().get(0);
    assertThat(spec.layout(), equalTo(Layout.DEFAULT));
    assertThat(spec.warehouse(), nullValue());
    assertThat(spec.publish().approve(), is(PublishSpec.Approve.AUTO));
    assertThat(orders.contract(), equalTo(Contract.DEFAULT));
    assertThat(orders.load().disposition(), is(LoadSpec.Disposition.APPEND));
    assertThat(orders.quality().tolerate(), equalTo(Tolerance.NONE));
    assertThat(((SourceSpec.Csv) orders.source()).nullValues(), contains(""));
    assertThat(orders.quality().rules().get(0).consequence(), is(Consequence.DEAD_LETTER));
    assertThat(orders.quality().rules().get(0).name(), equalTo("amount > 0"));
  }

  @Test
  void readsEverySourceFormat() {
    for (String format : List.of("json", "avro", "parquet", "tsv")) {
      String yaml = SpecFixture.withTable("load: append").replace("{csv:", "{" + format + ":");
      SourceSpec source = good(yaml).tables().get(0).source();
      assertThat(source.format(), equalTo(format.equals("tsv") ? "csv" : format));
    }
  }

  @Test
  void keepsNullValuesAsWritten() {
    String yaml =
        SpecFixture.withTable("load: append")
            .replace("orders.csv}", "orders.csv, null_values: [-999, 1e3, NA, no, \"null\"]}");
    SourceSpec.Csv csv = (SourceSpec.Csv) good(yaml).tables().get(0).source();
    assertThat(csv.nullValues(), contains("-999", "1e3", "NA", "no", "null"));
  }

  @Test
  void replacesReferencesToTheEnvironmentInValues() {
    PipelineSpec spec =
        good(
            SpecFixture.withTable("rules: ['status <> ${SQL}', \"status <> '$${LAKE}'\"]")
                .replace("build/lake", "${LAKE}/x"));
    assertThat(spec.lake(), equalTo("gs://bucket/lake/x"));
    List<RuleSpec> rules = spec.tables().get(0).quality().rules();
    assertThat(rules.get(0).sql().text(), equalTo("status <> 'amount > 0'"));
    assertThat(rules.get(1).sql().text(), equalTo("status <> '${LAKE}'"));
  }

  @Test
  void readsAliasesAsWhatTheyReferTo() {
    TableSpec orders = orders("key: &k [order_id]\nchecks: [unique: *k]");
    assertThat(orders.quality().checks().get(0).kind(), instanceOf(CheckSpec.Unique.class));
  }

  @Test
  void readsAFileByItsOwnName() throws Exception {
    Files.writeString(folder.resolve("other.yaml"), SpecFixture.withTable("load: append"));
    Parsed parsed = SpecParser.parse(folder.resolve("other.yaml"));
    assertThat(parsed.issues(), empty());
    assertThat(parsed.texts(), hasKey("other.yaml"));
  }

  @Test
  void warnsOfALookupNobodyReads() {
    Parsed parsed =
        fixture.parse(
            SpecFixture.withModels("m: {sql: SELECT order_id FROM orders, lookup: [currencies]}"));
    assertThat(
        parsed.issues().stream().map(Issue::severity).toList(),
        contains(dev.sluice.error.issue.Severity.WARNING));
    assertThat(parsed.spec(), not(nullValue()));
  }

  @Test
  void digestsEveryFileOfTheSpec() throws Exception {
    String before = fixture.parse(SpecFixture.shop()).digest();
    assertThat(fixture.parse(SpecFixture.shop()).digest(), equalTo(before));
    Path sql = folder.resolve("models/daily_revenue.sql");
    Files.writeString(sql, "-- changed\n" + Files.readString(sql));
    assertThat(fixture.parse(SpecFixture.shop()).digest(), not(equalTo(before)));
  }

  @Test
  void showsNoSecretInTheTexts() {
    Parsed parsed = fixture.parse("name: shop\npassword: hunter2\nlake: build\ntables: {}\n");
    assertThat(parsed.texts().get("pipeline.yaml").contains("hunter2"), is(false));
  }
}
