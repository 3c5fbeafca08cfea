// SPDX-License-Identifier: Apache-2.0
package dev.sluice.look.preview;

import dev.sluice.batch.RecordBatch;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.look.moment.Moment;
import dev.sluice.look.query.FailedStatement;
import dev.sluice.look.query.ResultRows;
import dev.sluice.look.table.Masks;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.table.ModelSpec;
import dev.sluice.spec.table.TableSpec;
import dev.sluice.store.Lakes;
import dev.sluice.table.file.PiiTokens;
import dev.sluice.table.read.LakeRelation;
import dev.sluice.validate.Judge;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs a model on a sample of its inputs, or reads one of a table's source. Nothing is written but
 * temporary files.
 *
 * <p>Inputs are those of the lake, where it has them as the spec describes them now; other tables
 * are read from their sources, other models computed. Of a model with {@code per} whole groups are
 * taken from the lake, so that what is shown of a key is right.
 */
public final class Preview implements AutoCloseable {
  private final PipelineSpec spec;
  private final Masks masks;
  private final Wanted wanted;
  private final Kernel kernel;
  private final LakeSample lake;
  private final Map<String, SampledInput> shown = new LinkedHashMap<>();
  private String name = "";

  /**
   * What is asked for.
   *
   * @param moment the state whose rows are taken; empty when there is no run yet
   * @param rows how many of each input at most
   * @param isFresh whether sources are read and models computed though the lake has them
   */
  public record Wanted(Optional<Moment> moment, long rows, boolean isFresh) {}

  private Preview(PipelineSpec spec, Masks masks, Wanted wanted) {
    this.spec = spec;
    this.masks = masks;
    this.wanted = wanted;
    this.kernel =
        Kernel.open(
            KernelSettings.aside(Lakes.kernelFolder(spec.lake()))
                .at(Instant.now().truncatedTo(ChronoUnit.SECONDS).toString())
                .within(spec.layout().sqlTimeout()));
    this.lake = new LakeSample(kernel, spec, wanted.moment(), wanted.rows());
  }

  /**
   * Computes a model, or reads a table; the caller closes it.
   *
   * @throws FailedStatement when a statement fails on the values that it meets
   */
  public static Preview of(PipelineSpec spec, String name, Masks masks, Wanted wanted) {
    Preview preview = new Preview(spec, masks, wanted);
    try {
      masks.define(preview.kernel);
      preview.name = name;
      preview.make(name);
      return preview;
    } catch (StatementFailed e) {
      preview.close();
      throw new PipelineException(
          ErrorCode.INTERNAL, "Cannot take a sample for %s: %s".formatted(name, e.getMessage()), e);
    } catch (RuntimeException e) {
      preview.close();
      throw e;
    }
  }

  /** What was read and computed on the way, itself last. */
  public List<SampledInput> inputs() {
    return List.copyOf(shown.values());
  }

  /** Its rows. */
  public ResultRows rows() {
    String items = output().columns().stream().map(this::item).collect(Collectors.joining(", "));
    return new ResultRows(
        kernel,
        "SELECT %s FROM %s%s".formatted(items, SqlName.quote(name), order()),
        new TableSchema(output().columns().stream().map(this::asShown).toList()),
        failure -> {
          throw new PipelineException(ErrorCode.INTERNAL, failure.getMessage(), failure);
        });
  }

  /** By key, so that one sees what changed since the last look. */
  private String order() {
    List<String> key =
        spec.table(name)
            .map(table -> table.load().key())
            .orElseGet(() -> spec.model(name).orElseThrow().key());
    return key.isEmpty() ? "" : " ORDER BY " + SqlName.list(key);
  }

  /** Whether some values are hidden. */
  public boolean hidesValues() {
    return output().columns().stream().anyMatch(masks::hides);
  }

  private String item(Column column) {
    String own = SqlName.quote(column.name());
    return masks.hides(column) ? Masks.token(own) + " AS " + own : own;
  }

  private Column asShown(Column column) {
    return masks.hides(column) ? Column.of(column.name(), "VARCHAR", true) : column;
  }

  private TableSchema output() {
    return schema(name);
  }

  private TableSchema schema(String what) {
    return spec.table(what)
        .map(TableSpec::schema)
        .orElseGet(() -> spec.model(what).orElseThrow().output());
  }

  private void make(String what) throws StatementFailed {
    Optional<TableSpec> table = spec.table(what);
    shown.put(
        what,
        table.isPresent()
            ? SourceSample.read(kernel, spec, table.get(), wanted.rows())
            : compute(spec.model(what).orElseThrow()));
  }

  private SampledInput compute(ModelSpec model) throws StatementFailed {
    for (String input : reads(model)) {
      if (!shown.containsKey(input) && (wanted.isFresh() || !lake.has(input))) {
        make(input);
      }
    }
    take(model, reads(model).stream().filter(input -> !shown.containsKey(input)).toList());
    return run(model);
  }

  /** Shows the inputs that the lake has. */
  private void take(ModelSpec model, List<String> inLake) throws StatementFailed {
    List<String> per = model.storedPer();
    List<String> keyed = inLake.stream().filter(each -> !model.lookup().contains(each)).toList();
    boolean isByKeys = !per.isEmpty() && keyed.stream().anyMatch(lake::isLong);
    boolean isFirst = true;
    for (String input : inLake) {
      if (model.lookup().contains(input)) {
        shown.put(input, lake.whole(input));
      } else if (isByKeys) {
        if (isFirst) {
          lake.noteKeys(model.name(), input, per);
        }
        isFirst = false;
        shown.put(input, lake.ofKeys(model.name(), input, per));
      } else {
        shown.put(input, lake.first(input));
      }
    }
  }

  /** Runs the statement, and holds its rows against its rules, as a run does. */
  private SampledInput run(ModelSpec model) throws StatementFailed {
    kernel.about("Model " + model.name());
    Judge judge = Judge.of(model, PiiTokens.kept(spec.lake()));
    DeadRows dead = new DeadRows();
    List<RecordBatch> good = new ArrayList<>();
    for (RecordBatch batch : rows(model)) {
      Judge.Judged judged = judge.rows(kernel, batch);
      good.addAll(judged.good());
      dead.add(judged.dead());
    }
    keep(model, good);
    long made = good.stream().mapToLong(RecordBatch::rows).sum();
    return new SampledInput(
        model.name(),
        SampledInput.COMPUTED,
        SourceSample.count(made, "row") + ", computed now",
        reads(model).stream().allMatch(each -> Objects.requireNonNull(shown.get(each)).isWhole()),
        dead.count(),
        dead.reasons(kernel));
  }

  private void keep(ModelSpec model, List<RecordBatch> good) throws StatementFailed {
    String own = SqlName.quote(model.name());
    kernel.execute("CREATE TEMP TABLE %s AS %s".formatted(own, LakeRelation.empty(model.output())));
    if (!good.isEmpty()) {
      kernel.execute(
          "INSERT INTO %s SELECT %s FROM __good".formatted(own, LakeRelation.casts(model.output())),
          Map.of("__good", good));
    }
  }

  private List<RecordBatch> rows(ModelSpec model) {
    String sql = model.sql().text();
    try {
      return kernel.query(
          "%sSELECT %s FROM (\n%s\n)"
              .formatted(model.windows(this::schema), LakeRelation.casts(model.output()), sql));
    } catch (StatementFailed e) {
      boolean mayTell =
          reads(model).stream()
              .flatMap(input -> schema(input).columns().stream())
              .noneMatch(masks::hides);
      throw FailedStatement.of(e, mayTell ? e : e.withoutValues(), sql, model.sql()::at);
    }
  }

  private static List<String> reads(ModelSpec model) {
    return Stream.concat(model.inputs().stream(), model.lookup().stream()).toList();
  }

  @Override
  public void close() {
    kernel.close();
  }
}
