// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.run.page;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;

import dev.sluice.explain.cause.Cause;
import dev.sluice.fact.meter.Measured;
import dev.sluice.fixture.Pipelines;
import dev.sluice.letters.book.DeadLetter.Reason;
import dev.sluice.letters.selection.LetterSamples.Sample;
import dev.sluice.lineage.Lineage;
import dev.sluice.report.run.ResultPlaces;
import dev.sluice.report.run.RunReport;
import dev.sluice.report.stats.page.TableValues;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.parse.SpecParser;
import dev.sluice.table.RowCounts;
import dev.sluice.table.TableState;
import dev.sluice.table.Verdict;
import dev.sluice.table.log.Manifest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A page of a run with more of everything than anybody reads. */
class LongRunPageTest {
  private static final String EVIL = "<script>alert(1)</script>\"'&\u202e\u0000";

  @TempDir private Path folder;

  @Test
  void isAsLongAsPeopleRead() {
    PipelineSpec spec = spec();
    Manifest base = run(1, Manifest.Outcome.PUBLISHED, 3);
    Manifest run = run(2, Manifest.Outcome.PUBLISHED, 60);
    List<Cause> causes = range(60).mapToObj(LongRunPageTest::cause).toList();
    List<Sample> letters =
        causes.stream().flatMap(each -> Stream.of(letter(each), letter(each))).toList();
    List<Measured> steps =
        range(900)
            .mapToObj(i -> new Measured("Read t" + i + EVIL, i, 0, i, i, 10L * i, false))
            .toList();
    RunMaterial material =
        new RunMaterial(
            spec,
            base,
            List.of(base),
            letters,
            null,
            new Lineage(Map.of()),
            TableValues.NONE,
            steps,
            List.of());
    String html = RunPage.of(new RunReport(run, ResultPlaces.of(spec)).causes(causes), material);
    Pages.keep("long", html);
    assertThat(html.getBytes(StandardCharsets.UTF_8).length, lessThan(2_000_000));
    assertThat(html, containsString("<p class=\"rest\">… and 100 more</p>"));
    assertThat(shown(html, "other reasons?"), is(true));
    assertThat(shown(html, "other checks"), is(true));
    assertThat(html, not(containsString("too long")));
    assertThat(html, not(containsString("<script>alert")));
    assertThat(html, not(containsString("\u202e")));
    assertThat(html.indexOf('\u0000'), is(-1));
  }

  /** Some are there, and the rest is counted. */
  private static boolean shown(String html, String what) {
    return Pattern.compile("</div>\\s*<p class=\"rest\">… and [0-9]+ " + what).matcher(html).find();
  }

  private PipelineSpec spec() {
    String tables =
        range(200)
            .mapToObj(i -> "  t%d: {source: {csv: t.csv}, columns: {id: bigint}}\n".formatted(i))
            .collect(Collectors.joining());
    Pipelines.write(folder.resolve("pipeline.yaml"), "name: long\nlake: lake\ntables:\n" + tables);
    return Objects.requireNonNull(SpecParser.parse(folder).spec());
  }

  private static Manifest run(long number, Manifest.Outcome outcome, int columns) {
    Manifest.Stamp stamp =
        new Manifest.Stamp(
            "0123456789ab",
            "01234567",
            "2026-01-02T00:00:00Z",
            "2026-01-02T00:00:00Z",
            "2026-01-02T01:00:00Z",
            "",
            new Manifest.Inputs(Manifest.Inputs.Kind.RUN, "", "", "", number - 1),
            "");
    TableSchema schema =
        new TableSchema(
            range(columns)
                .mapToObj(i -> Column.of("c" + i + EVIL.repeat(20), "VARCHAR", true))
                .toList());
    return new Manifest(
        Manifest.VERSION,
        number,
        "long",
        stamp,
        outcome,
        range(200)
            .mapToObj(
                i ->
                    TableState.of(
                        "t" + i,
                        TableState.Kind.TYPED,
                        schema,
                        new RowCounts(1_000_000_000_000L, 999_999_999_990L, 10, 0, 0, 7),
                        new TableState.Data(List.of(), List.of())))
            .toList(),
        range(600).mapToObj(LongRunPageTest::verdict).toList(),
        "");
  }

  private static Verdict verdict(int i) {
    Map<String, String> values = new LinkedHashMap<>();
    range(20).forEach(column -> values.put("c" + column, EVIL.repeat(400)));
    List<Verdict.Row> rows = range(5).mapToObj(row -> new Verdict.Row(values, row)).toList();
    String check = "unique: [" + EVIL.repeat(100) + i + "]";
    return new Verdict("t" + i % 200, check, "warn", i % 3 == 0, EVIL.repeat(50), "none", rows);
  }

  private static Cause cause(int i) {
    List<Cause.Sample> samples =
        range(5).mapToObj(each -> new Cause.Sample(EVIL.repeat(400), each, true)).toList();
    return new Cause(
        "t" + i, List.of("TYPE_CAST"), "c", 1_000 - i, samples, EVIL.repeat(400), List.of(), EVIL);
  }

  private static Sample letter(Cause cause) {
    List<Reason> reasons =
        range(50)
            .mapToObj(i -> new Reason("TYPE_CAST", null, "c", EVIL, EVIL.repeat(400)))
            .toList();
    return new Sample(
        RunMaterial.subject(cause), "0".repeat(64), EVIL, 7, reasons, EVIL.repeat(4_000), "");
  }

  private static IntStream range(int end) {
    return IntStream.range(0, end);
  }
}
