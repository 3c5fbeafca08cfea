// SPDX-License-Identifier: Apache-2.0
package dev.sluice.model;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import dev.sluice.error.issue.Position;
import dev.sluice.exchange.Exchange;
import dev.sluice.fact.Fact;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.land.merge.LakeFixture;
import dev.sluice.model.increment.ChangedKeys;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.spec.rule.QualitySpec;
import dev.sluice.spec.rule.SqlText;
import dev.sluice.spec.rule.Tolerance;
import dev.sluice.spec.table.About;
import dev.sluice.spec.table.ModelSpec;
import dev.sluice.table.DataFile;
import dev.sluice.table.TableState.Data;
import dev.sluice.table.file.ParquetFiles;
import dev.sluice.table.read.LakeRelation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Computing changed keys alone gives what computing everything gives. */
class ChangedKeysTest {
  private static final TableSchema ROWS =
      new TableSchema(
          List.of(
              Column.of("k", "DOUBLE", true),
              Column.of("j", "VARCHAR", true),
              Column.of("v", "DOUBLE", true)));
  private static final TableSchema RATES =
      new TableSchema(List.of(Column.of("j", "VARCHAR", true), Column.of("rate", "BIGINT", true)));
  private static final TableSchema RESULT =
      new TableSchema(
          List.of(
              Column.of("tag", "VARCHAR", true),
              Column.of("k", "DOUBLE", true),
              Column.of("count", "BIGINT", true),
              Column.of("all", "VARCHAR", true)));
  private static final String SQL =
      """
      SELECT j AS tag, k, count(*) AS count,
        string_agg(coalesce(v::VARCHAR, '-') || coalesce(rate, 0), ' ' ORDER BY v::VARCHAR) AS "all"
      FROM (SELECT k, j, v FROM a UNION ALL SELECT k, j, v FROM b) LEFT JOIN rates USING (j)
      GROUP BY k, j""";
  private static final String[] NUMBERS = {
    "'-0.0'", "'0.0'", "'nan'", "NULL", "'1'", "'2.5'", "'-7'"
  };
  private static final String[] TEXTS = {"NULL", "''", "'x'", "'ä''b'"};

  private @TempDir Path folder;
  private LakeFixture lake;

  @BeforeEach
  void open() {
    lake = new LakeFixture(folder);
  }

  @AfterEach
  void close() {
    lake.close();
  }

  @Test
  void equalsTheWholeForAnyChange() throws StatementFailed {
    List<Situation> situations = new ArrayList<>();
    for (int seed = 0; seed < Integer.getInteger("increment.seeds", 7); seed++) {
      situations.add(new Situation("m" + seed, new Random(seed), seed % 5 == 1 ? 0.3 : 1));
    }
    Set<String> extents = new HashSet<>();
    for (Situation each : run(situations)) {
      assertThat(each.name, each.difference(), is(empty()));
      extents.add(each.extent.split(":")[0]);
    }
    assertThat(extents, is(Set.of("incremental", "whole")));
  }

  /** Every situation is a model of its own in one pipeline. */
  private List<Situation> run(List<Situation> situations) {
    Pipeline pipeline = Pipeline.create();
    PCollectionList<DataFile> files = PCollectionList.empty(pipeline);
    PCollectionList<Fact> facts = PCollectionList.empty(pipeline);
    for (Situation each : situations) {
      PCollectionTuple in =
          PCollectionTuple.of(Derive.INPUTS, files(pipeline, "in " + each.name, each.inputs))
              .and(Derive.LOOKUPS, files(pipeline, "lookup " + each.name, each.lookups));
      Derive.Plan plan = new Derive.Plan(each.model(), each.schemas(), new Exchange.Size(2, 1));
      PCollectionTuple out =
          in.apply(
              "Derive " + each.name,
              Derive.model(plan, lake.run, lake.settings)
                  .since(
                      new ChangedKeys.Earlier(
                          List.of(new Data(each.before, List.of())),
                          new Data(each.own, List.of()),
                          "2026-03-01T09:00:00Z"))
                  .upTo(each.mostChanged));
      files = files.and(out.get(Derive.RESULT)).and(out.get(Derive.KEPT));
      facts = facts.and(out.get(Derive.FACTS));
    }
    List<Object> found = FOUND;
    found.clear();
    PAssert.that(files.apply("Files", Flatten.pCollections())).satisfies(ChangedKeysTest::note);
    PAssert.that(facts.apply("Facts", Flatten.pCollections())).satisfies(ChangedKeysTest::note);
    pipeline.run().waitUntilFinish();
    situations.forEach(each -> each.read(found));
    return situations;
  }

  private static Void note(Iterable<?> all) {
    all.forEach(FOUND::add);
    return null;
  }

  private static final List<Object> FOUND = new ArrayList<>();

  private static PCollection<DataFile> files(
      Pipeline pipeline, String label, List<DataFile> files) {
    return pipeline.apply(label, Create.of(files).withCoder(SerializableCoder.of(DataFile.class)));
  }

  /** Rows of two inputs and a lookup before and after a change, and the model of those before. */
  private final class Situation {
    private final String name;
    private final Random random;
    private final List<DataFile> before = new ArrayList<>();
    private final List<DataFile> inputs = new ArrayList<>();
    private final List<DataFile> lookups = new ArrayList<>();
    private final List<DataFile> own = new ArrayList<>();
    private final double mostChanged;
    private final List<DataFile> result = new ArrayList<>();
    private long seen;
    private String extent = "";

    Situation(String name, Random random, double mostChanged) throws StatementFailed {
      this.name = name;
      this.random = random;
      this.mostChanged = mostChanged;
      for (String table : List.of("a", "b")) {
        change(table, random.nextInt(4));
      }
      rates();
      List<DataFile> earlier = before;
      String rows = whole(earlier);
      int parts = 1 + random.nextInt(3);
      for (int i = 0; i < parts; i++) {
        DataFile part =
            write(
                name,
                "SELECT * EXCLUDE (n) FROM (SELECT *, row_number() OVER (ORDER BY k, tag) AS n FROM (%s)) WHERE n %% %d = %d"
                    .formatted(rows, parts, i));
        if (part != null) {
          own.add(part);
        }
      }
    }

    /** Files that stay, go, come, and are written anew with some rows changed. */
    private void change(String table, int changes) throws StatementFailed {
      for (int i = 0; i < 4; i++) {
        List<String> rows = rows(random.nextInt(12));
        DataFile file = write(table, values(rows));
        if (file == null) {
          continue;
        }
        before.add(file);
        int fate = i < changes ? 1 + random.nextInt(3) : 0;
        if (fate == 0) {
          inputs.add(file);
        } else if (fate == 1) {
          for (int at = random.nextInt(rows.size()); at < rows.size(); at += 5) {
            rows.set(at, rows(1).get(0));
          }
          DataFile anew = write(table, values(rows));
          if (anew != null) {
            inputs.add(anew);
          }
        }
      }
      DataFile come = write(table, values(rows(random.nextInt(3))));
      if (come != null) {
        inputs.add(come);
      }
    }

    private void rates() throws StatementFailed {
      DataFile old = write("rates", "SELECT 'x' AS j, 7::BIGINT AS rate");
      before.add(old);
      int fate = random.nextInt(6);
      lookups.add(
          fate > 1
              ? old
              : write("rates", "SELECT 'x' AS j, %d::BIGINT AS rate".formatted(7 + fate)));
    }

    private List<String> rows(int count) {
      List<String> rows = new ArrayList<>();
      IntStream.range(0, count)
          .forEach(i -> rows.add("(%s, %s, %s)".formatted(one(NUMBERS), one(TEXTS), one(NUMBERS))));
      return rows;
    }

    private String one(String[] of) {
      return of[random.nextInt(of.length)];
    }

    private String values(List<String> rows) {
      String all = rows.isEmpty() ? "(NULL, NULL, NULL)" : String.join(", ", rows);
      return "SELECT k::DOUBLE AS k, j::VARCHAR AS j, v::DOUBLE AS v FROM (VALUES %s) t(k, j, v)%s"
          .formatted(all, rows.isEmpty() ? " WHERE false" : "");
    }

    private DataFile write(String table, String sql) throws StatementFailed {
      return ParquetFiles.write(
          lake.kernel, lake.run, table, lake.run.folder(table), ParquetFiles.Query.of(sql));
    }

    ModelSpec model() {
      return new ModelSpec(
          name,
          new SqlText(SQL, new Position("pipeline.yaml", 1, 1), 0),
          List.of("k", "j"),
          List.of("a", "b"),
          List.of("rates"),
          RESULT,
          List.of(),
          new QualitySpec(List.of(), List.of(), Tolerance.NONE),
          List.of("k", "tag"),
          null,
          About.NOTHING);
    }

    Map<String, TableSchema> schemas() {
      return Map.of("a", ROWS, "b", ROWS, "rates", RATES);
    }

    void read(List<Object> found) {
      for (Object each : found) {
        if (each instanceof DataFile file && file.table().equals(name)) {
          result.add(file);
        } else if (each instanceof Fact.Counted counted && counted.table().equals(name)) {
          seen += counted.rows();
        } else if (each instanceof Fact.Computed computed && computed.table().equals(name)) {
          extent = computed.extent();
        }
      }
      assertThat(name, seen, is(result.stream().mapToLong(DataFile::rows).sum()));
    }

    /** Rows that only one of both ways gives; zeros count by their sign inside of a text. */
    List<String> difference() throws StatementFailed {
      List<DataFile> now = new ArrayList<>(inputs);
      now.addAll(lookups);
      String ours = LakeRelation.of(lake.run.root(), result, RESULT);
      return lake.rows(
          "((%1$s) EXCEPT ALL (%2$s)) UNION ALL ((%2$s) EXCEPT ALL (%1$s))"
              .formatted(ours, whole(now)));
    }

    private String whole(List<DataFile> files) {
      String sql = SQL;
      for (Map.Entry<String, TableSchema> table : new TreeMap<>(schemas()).entrySet()) {
        String rows =
            LakeRelation.of(
                lake.run.root(),
                files.stream().filter(f -> f.table().equals(table.getKey())).toList(),
                table.getValue());
        sql =
            sql.replace("FROM " + table.getKey() + " ", "FROM (" + rows + ") ")
                .replace("FROM " + table.getKey() + ")", "FROM (" + rows + "))")
                .replace("JOIN " + table.getKey() + " ", "JOIN (" + rows + ") ");
      }
      return sql;
    }
  }
}
