// SPDX-License-Identifier: Apache-2.0
package dev.sluice.land.merge;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.fact.Fact;
import dev.sluice.fact.Fact.Tally;
import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.kernel.Kernels;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.table.DataFile;
import dev.sluice.table.DataFile.Part;
import dev.sluice.table.file.ParquetFiles;
import dev.sluice.table.file.Scope;
import dev.sluice.table.read.LakeRelation;
import dev.sluice.table.read.VerifyInherited;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.transforms.DoFn;
import org.jspecify.annotations.Nullable;

/** Writes one file without the rows that go. */
final class DisplaceFn extends DoFn<DataFile, DataFile> {
  private static final long serialVersionUID = 1L;

  private final Displace.Plan plan;
  private final Scope run;
  private final Kernels kernels;

  DisplaceFn(Displace.Plan plan, Scope run, KernelSettings kernel) {
    this.plan = plan;
    this.run = run;
    this.kernels = Kernels.of(kernel);
  }

  @Setup
  public void setup() {
    kernels.open();
  }

  @Teardown
  public void teardown() {
    kernels.close();
  }

  @ProcessElement
  public void write(@Element DataFile file, MultiOutputReceiver out) {
    VerifyInherited.requireWhole(run.root(), file);
    try (Kernels.Lent lent = kernels.lend()) {
      DataFile left = without(lent.kernel(), file);
      long stay = left == null ? 0 : left.rows();
      if (left != null) {
        out.get(Displace.STAYING).output(left);
      }
      out.get(Displace.FACTS)
          .output(new Fact.Counted(plan.table(), Tally.REPLACED, file.rows() - stay));
    } catch (StatementFailed e) {
      throw new PipelineException(
          ErrorCode.INTERNAL,
          "Cannot write %s without rows that were read again: %s"
              .formatted(file.path(), e.getMessage()),
          e);
    }
  }

  /** The file with what stays of it; null when nothing does. */
  private @Nullable DataFile without(Kernel own, DataFile file) throws StatementFailed {
    String number = unused(file, "n");
    String part = unused(file, "part");
    own.execute(
        "CREATE OR REPLACE TEMP TABLE staying AS SELECT *, %s AS %s FROM (SELECT row_number() OVER () AS %s, * FROM %s) WHERE NOT (%s)"
            .formatted(
                partOf(file, number),
                part,
                number,
                LakeRelation.scan(run.root(), List.of(file)),
                goes(file, number)));
    Map<Integer, Long> counts = new TreeMap<>();
    own.rows(
        "SELECT %1$s, count(*) FROM staying GROUP BY %1$s".formatted(part),
        row -> counts.put(row.getInt(1), row.getLong(2)));
    DataFile left =
        ParquetFiles.write(
            own,
            run,
            plan.table(),
            run.folder(plan.table()),
            ParquetFiles.Query.of(
                "SELECT * EXCLUDE (%1$s, %2$s) FROM staying ORDER BY %1$s"
                    .formatted(number, part)));
    own.execute("DROP TABLE staying");
    List<Part> parts = new ArrayList<>();
    counts.forEach((i, rows) -> parts.add(new Part(file.parts().get(i).source(), rows)));
    return left == null ? null : left.withParts(parts);
  }

  /** Which of the file's parts the row of a number is in. */
  private static String partOf(DataFile file, String number) {
    StringBuilder sql = new StringBuilder("CASE");
    long end = 0;
    for (int i = 0; i < file.parts().size(); i++) {
      end += file.parts().get(i).rows();
      sql.append(" WHEN %s <= %d THEN %d".formatted(number, end, i));
    }
    return sql + " END";
  }

  /** A condition on the rows that go. */
  private String goes(DataFile file, String number) {
    List<String> ranges = new ArrayList<>();
    long end = 0;
    for (Part part : file.parts()) {
      if (plan.replaced().sources().contains(part.source())) {
        ranges.add("%s BETWEEN %d AND %d".formatted(number, end + 1, end + part.rows()));
      }
      end += part.rows();
    }
    String inParts = ranges.isEmpty() ? "false" : "(" + String.join(" OR ", ranges) + ")";
    String column = plan.replaced().bounds().column();
    boolean isBound = file.columns().stream().anyMatch(c -> c.name().equals(column));
    return plan.replaced().bounds().isOpen() || !isBound
        ? inParts
        : inParts + " AND " + plan.replaced().bounds().condition();
  }

  /** A name that none of the file's columns has. */
  private static String unused(DataFile file, String name) {
    String free = name;
    while (isTaken(file, free.toLowerCase(Locale.ROOT))) {
      free = "_" + free;
    }
    return SqlName.quote(free);
  }

  /** The footer names only what stands inside of nested columns. */
  private static boolean isTaken(DataFile file, String name) {
    return file.columns().stream()
        .map(c -> c.name().toLowerCase(Locale.ROOT))
        .anyMatch(c -> c.equals(name) || c.startsWith(name + "."));
  }
}
