// SPDX-License-Identifier: Apache-2.0
package dev.sluice.run.settle;

import static dev.sluice.fixture.HandMadeLake.manifest;
import static dev.sluice.fixture.HandMadeLake.schema;
import static dev.sluice.fixture.HandMadeLake.table;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.fixture.HandMadeLake;
import dev.sluice.fixture.Pipelines;
import dev.sluice.fixture.Pipelines.Ran;
import dev.sluice.promote.decision.Decision;
import dev.sluice.promote.release.Release;
import dev.sluice.promote.release.Releases;
import dev.sluice.report.promote.PromotionText;
import dev.sluice.runs.DatabaseHolder;
import dev.sluice.runs.SmallShop;
import dev.sluice.schema.TableSchema;
import dev.sluice.spec.Layout;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.WarehouseSpec;
import dev.sluice.spec.policy.DeadLetterSpec;
import dev.sluice.spec.policy.LakePermissions;
import dev.sluice.spec.policy.Policies;
import dev.sluice.spec.policy.PublishSpec;
import dev.sluice.spec.policy.PublishSpec.Approve;
import dev.sluice.table.DataFile;
import dev.sluice.table.TableState;
import dev.sluice.table.TableState.Kind;
import dev.sluice.table.log.Manifest.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a staged run to production and back, by the commands a person types. */
class PromotionTest {
  private static final int PROMOTIONS = Integer.getInteger("promotions", 20);
  private static final TableSchema SCHEMA = schema("v INTEGER");

  @TempDir Path folder;

  @Test
  void bringsAnApprovedRunToProductionAndGoesBack() {
    SmallShop shop = manual().data("a.csv", "id,shop,amount,at\n1,x,1.00,2026-01-01\n");
    shop.run("--created-at", "2026-01-01");
    assertThat(production(shop), is(empty()));
    assertThat(promote("apply").exit(), is(3));
    assertThat(promote("approve", "--why", "first").exit(), is(0));
    assertThat(promote("apply").exit(), is(0));
    assertThat(production(shop), contains("1|1.00"));

    shop.data("a.csv", "id,shop,amount,at\n1,x,1.50,2026-01-01\n2,x,2.00,2026-01-01\n");
    shop.run("--created-at", "2026-01-02");
    assertThat(production(shop), contains("1|1.00"));
    JsonNode sales = promote("plan", "--json").json().path("tables").get(0);
    assertThat(sales.path("rows").path("added").asLong(), is(1L));
    assertThat(sales.path("rows").path("changed").asLong(), is(1L));
    assertThat(promote("approve", "--why", "second").exit(), is(0));
    String applied = promote("apply").out();
    assertThat(
        applied.substring(applied.indexOf("\nnext\n")),
        is(
            "\nnext\n  If that is not what was meant, go back to the release before:\n    sluice promote rollback %s --to 1 --why '…'\n"
                .formatted(folder)));
    assertThat(production(shop), contains("1|1.50", "2|2.00"));

    assertThat(promote("rollback", "--why", "wrong price").exit(), is(0));
    assertThat(production(shop), contains("1|1.00"));
    Ran again = promote("rollback", "--why", "wrong price");
    assertThat(again.exit(), is(0));
    assertThat(again.out(), startsWith("production shows release 3 already: run "));
    assertThat(again.out(), endsWith(", 1 row in 1 table; nothing was done\n"));
    JsonNode same = promote("rollback", "--to", "1", "--why", "x", "--json").json();
    assertThat(same.path("note").asText(), is("unchanged"));
    JsonNode releases = promote("releases", "--json").json();
    assertThat(releases.path("current").asLong(), is(3L));
    assertThat(releases.path("releases").get(2).path("kind").asText(), is("rollback"));
  }

  @Test
  void takesTheInputOfARejectedRunInAgain() {
    SmallShop shop = manual().data("a.csv", "id,shop,amount,at\n1,x,1.00,2026-01-01\n");
    shop.run("--created-at", "2026-01-01");
    promote("approve", "--why", "first");
    promote("apply");
    shop.data("b.csv", "id,shop,amount,at\n1,x,9.00,2026-01-02\n2,x,2.00,2026-01-02\n");
    shop.run("--created-at", "2026-01-02");
    Ran rejected = promote("reject", "--why", "9 is wrong");
    assertThat(rejected.exit(), is(0));
    assertThat(
        rejected.out(),
        endsWith("the next run takes its input in again:\n  sluice run --again " + folder + "\n"));
    assertThat(promote("apply").exit(), is(0)); // the newest that is not rejected is shown already

    Ran again = shop.run("--json");
    assertThat(again.json().path("note").asText(), is("rejected"));
    shop.data("b.csv", "id,shop,amount,at\n1,x,1.25,2026-01-02\n2,x,2.00,2026-01-02\n");
    shop.run("--created-at", "2026-01-03");
    promote("approve", "--why", "corrected", "--run", "3");
    assertThat(promote("apply").exit(), is(0));
    assertThat(production(shop), contains("1|1.25", "2|2.00"));
    assertThat(shop.rows("SELECT count(*) FROM staging.raw_sales"), contains("3"));
  }

  @Test
  void showsWhatWouldChangeAndHidesPersonalValues() {
    SmallShop shop = manual();
    Pipelines.write(
        folder.resolve("sales.avsc"),
        SmallShop.SCHEMA.replace("\"default\": null", "\"default\": null, \"pii\": true"));
    shop.data("a.csv", "id,shop,amount,at\n1,ann,1.00,2026-01-01\n2,ben,2.00,2026-01-01\n");
    shop.run("--created-at", "2026-01-01");
    promote("approve", "--why", "first");
    promote("apply");
    shop.data("a.csv", "id,shop,amount,at\n1,carl,1.00,2026-01-01\n3,ben,4.00,2026-01-01\n");
    shop.run("--created-at", "2026-01-02");
    Ran plan = promote("plan");

    assertThat(
        plan.out(), containsString("sales  changed         2          3      1        0        1"));
    assertThat(plan.out(), containsString("added    id=3"));
    assertThat(plan.out(), containsString("id=1: shop pii:"));
    assertThat(plan.out(), containsString("max"));
    for (String name : List.of("ann", "carl")) {
      assertThat(plan.out() + promote("plan", "--json").out(), not(containsString(name)));
    }
  }

  @Test
  void seesColumnsThatComeGoAndChange() {
    SmallShop shop = manual().data("a.csv", "id,shop,amount,at\n1,x,1.00,2026-01-01\n");
    shop.run("--created-at", "2026-01-01");
    promote("approve", "--why", "first");
    promote("apply");
    Pipelines.write(
        folder.resolve("sales.avsc"),
        SmallShop.SCHEMA
            .replace("\"precision\": 9", "\"precision\": 12")
            .replace("\"shop\"", "\"store\""));
    shop.data("a.csv", "id,store,amount,at\n1,x,1.00,2026-01-01\n");
    Pipelines.write(
        shop.path("pipeline.yaml"),
        Pipelines.text(shop.path("pipeline.yaml")) + "removed: [sales.shop]\n");
    shop.run("--created-at", "2026-01-02");
    JsonNode schema = promote("plan", "--json").json().path("tables").get(0).path("schema");

    List<String> texts = new ArrayList<>();
    schema.forEach(each -> texts.add(each.asText()));
    assertThat(
        texts,
        contains(
            "column store VARCHAR is new",
            "column amount was DECIMAL(9,2) and becomes DECIMAL(12,2)",
            "column shop VARCHAR is gone"));
  }

  @Test
  void saysThatAnApprovalExpired() throws Exception {
    HandMadeLake lake = new HandMadeLake(folder.resolve("lake"));
    lake.commit(manifest(1, Outcome.STAGED, rows(lake, "a", 1)));
    PipelineSpec spec = spec(lake, folder.resolve("w.duckdb"));
    Promotion late =
        new Promotion(spec, Clock.fixed(Instant.parse("2026-01-08T00:00:00Z"), ZoneOffset.UTC));
    String next = "\n\nnext\n  sluice run --again shop\n";
    assertThat(
        new PromotionText(late.plan(""), "shop").render(),
        endsWith(
            "\nnobody decided, and it expired at 2026-01-08T00:00:00Z: it cannot be approved any"
                + " more"
                + next));
    Promotion early = new Promotion(spec, noon());
    Decision unused = early.approve("", "", "ada", "fine");
    String approved = "\napproved by ada at 2026-01-02T12:00:00Z: fine";
    assertThat(
        new PromotionText(early.plan(""), "shop").render(),
        endsWith(approved + "\n\nnext\n  sluice promote apply shop\n"));
    PromotionText text = new PromotionText(late.plan(""), "shop");
    assertThat(
        text.render(),
        endsWith(
            approved
                + "\nthe approval expired at 2026-01-08T00:00:00Z: it cannot be applied any more"
                + next));
    assertThat(text.tree().get("is_expired"), is(true));
  }

  /**
   * A reader of the lake and one of the warehouse poll during fifty promotions of two tables whose
   * rows all carry the number of their run.
   */
  @Test
  void neverShowsAMixtureToAPollingReader() throws Exception {
    HandMadeLake lake = new HandMadeLake(folder.resolve("lake"));
    Path database = folder.resolve("w.duckdb");
    PipelineSpec spec = spec(lake, database);
    AtomicBoolean isOver = new AtomicBoolean();
    ExecutorService readers = Executors.newFixedThreadPool(2);
    promote(lake, spec, 1);
    Process program = DatabaseHolder.startPolling(database);
    try {
      Future<Poll> files = readers.submit(() -> poll(isOver, () -> inLake(lake)));
      Future<Poll> tables = readers.submit(() -> poll(isOver, () -> inWarehouse(program)));
      for (int number = 2; number <= PROMOTIONS; number++) {
        promote(lake, spec, number);
      }
      isOver.set(true);
      System.out.printf(
          "promotions: %d; lake reader: %s; warehouse reader: %s%n",
          PROMOTIONS, files.get(), tables.get());
      assertThat(files.get().mixtures() + tables.get().mixtures(), is(0));
      assertThat(files.get().seen(), greaterThan(5));
      assertThat(tables.get().seen(), greaterThan(5));
    } finally {
      isOver.set(true);
      readers.shutdown();
      program.destroyForcibly().waitFor();
    }
  }

  /** What a reader saw. */
  private record Poll(int polls, int seen, int mixtures) {}

  private interface Reader {
    String read() throws Exception;
  }

  private static Poll poll(AtomicBoolean isOver, Reader reader) throws Exception {
    Set<String> seen = new HashSet<>();
    int polls = 0;
    int mixtures = 0;
    while (!isOver.get()) {
      String values = reader.read();
      String[] parts = values.split(" ", -1);
      mixtures += Set.of(parts[0]).containsAll(List.of(parts)) ? 0 : 1;
      seen.add(values);
      polls++;
    }
    return new Poll(polls, seen.size(), mixtures);
  }

  private static String inLake(HandMadeLake lake) {
    Optional<Release> release = Releases.of(lake.root()).current();
    List<String> values = new ArrayList<>();
    release
        .orElseThrow()
        .tables()
        .forEach(
            (table, shown) ->
                shown
                    .in(lake.root(), table)
                    .files()
                    .forEach(
                        file ->
                            values.addAll(
                                Pipelines.query(
                                    "",
                                    "SELECT DISTINCT v FROM read_parquet('%s/%s')"
                                        .formatted(lake.root(), file.path())))));
    return String.join(" ", values);
  }

  private static String inWarehouse(Process program) throws IOException {
    return DatabaseHolder.ask(
        program,
        "SELECT concat_ws(' ', (SELECT min(v) FROM production.a), (SELECT max(v) FROM"
            + " production.a), (SELECT min(v) FROM production.b), (SELECT max(v) FROM"
            + " production.b))");
  }

  private static TableState rows(HandMadeLake lake, String table, int number) throws Exception {
    DataFile file =
        lake.write(
            table,
            "staging/%s/created_at=20260101T000000Z/%d.parquet".formatted(table, number),
            "SELECT %d::INTEGER AS v FROM range(100)".formatted(number));
    return table(table, Kind.TYPED, SCHEMA, file);
  }

  /** Stages a run on the day of its number, and brings it to production at noon. */
  private void promote(HandMadeLake lake, PipelineSpec spec, int number) throws Exception {
    lake.commit(manifest(number, Outcome.STAGED, rows(lake, "a", number), rows(lake, "b", number)));
    Instant noon = Instant.parse("2025-12-31T12:00:00Z").plus(Duration.ofDays(number));
    Promotion promotion = new Promotion(spec, Clock.fixed(noon, ZoneOffset.UTC));
    Decision unused = promotion.approve(Integer.toString(number), "", "ada", "x");
    Release release = promotion.apply(Integer.toString(number), "bob");
    assertThat(release.number(), is((long) number));
  }

  private static Clock noon() {
    return Clock.fixed(Instant.parse("2026-01-02T12:00:00Z"), ZoneOffset.UTC);
  }

  private PipelineSpec spec(HandMadeLake lake, Path database) {
    return new PipelineSpec(
        "test",
        folder.toString(),
        lake.root(),
        WarehouseSpec.duckdb(database.toString()),
        List.of(),
        List.of(),
        new Policies(
            PublishSpec.DEFAULT.approvedBy(Approve.MANUAL),
            DeadLetterSpec.DEFAULT,
            LakePermissions.PRIVATE),
        Layout.DEFAULT);
  }

  private SmallShop manual() {
    return new SmallShop(folder)
        .specWithModels(
            "{csv: data/*.csv}",
            "publish: {approve: manual}\n",
            "load: merge",
            "key: [id]",
            "latest_by: at");
  }

  private List<String> production(SmallShop shop) {
    List<String> tables =
        shop.rows(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'production'");
    boolean isInLake = Files.exists(folder.resolve("lake/production/current.json"));
    assertThat("lake and warehouse together", isInLake, is(!tables.isEmpty()));
    return tables.isEmpty()
        ? tables
        : shop.rows("SELECT id, amount FROM production.sales ORDER BY id");
  }

  private Ran promote(String... args) {
    List<String> all = new ArrayList<>(List.of("promote", args[0], folder.toString()));
    all.addAll(List.of(args).subList(1, args.length));
    return Pipelines.sluice(all.toArray(String[]::new));
  }
}
