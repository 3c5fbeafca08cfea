// SPDX-License-Identifier: Apache-2.0
package dev.sluice.model.increment;

import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.StatementFailed;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.table.DataFile;
import dev.sluice.table.file.ParquetFiles;
import dev.sluice.table.file.Scope;
import dev.sluice.table.read.LakeRelation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The changed keys of a model, as a table of the kernel. */
final class KeyTable implements AutoCloseable {
  private static final String KEYS = "__sluice_keys";

  /** How many files one look at the keys is about. */
  private static final int FILES = 200;

  private final Kernel kernel;
  private final ChangedKeys.Plan plan;
  private final Scope run;
  private final List<String> per;
  private final KeySql sql;

  KeyTable(Kernel kernel, ChangedKeys.Plan plan, Scope run) {
    this.kernel = kernel;
    this.plan = plan;
    this.run = run;
    this.per = Objects.requireNonNull(plan.model().per());
    this.sql = new KeySql(run.root(), plan.model());
  }

  List<String> per() {
    return per;
  }

  /**
   * What is to be computed.
   *
   * @param isWhole whether everything is
   * @param changed how many keys changed
   * @param text the same for people
   */
  record Found(boolean isWhole, long changed, String text) {
    static Found whole(String why) {
      return new Found(true, 0, "whole: " + why);
    }

    /** What a file of the state before says is not known; all that is needed can be made anew. */
    static Found damaged(Map<DataFile, String> files) {
      DataFile first = files.keySet().iterator().next();
      return whole("%s %s".formatted(first.path(), files.get(first)));
    }

    boolean isNothing() {
      return changed == 0;
    }
  }

  /**
   * Fills the table.
   *
   * @param closing the windows that close; null where that is all the same
   */
  Found find(InputChanges changes, @Nullable Closing closing) throws StatementFailed {
    if (closing != null && closing.isBack()) {
      return Found.whole("event time begins anew");
    }
    List<String> selects = new ArrayList<>(closing == null ? List.of() : closing(closing));
    for (String table : changes.tables()) {
      TableSchema schema = schema(table);
      InputChanges own = changes.of(table);
      if (!plan.model().lookup().contains(table)) {
        selects.add(sql.changed(own, schema, closing));
      } else if (count("SELECT 1 FROM (%s) LIMIT 1".formatted(sql.differing(own, schema))) > 0) {
        return Found.whole("the rows of `" + table + "`, a lookup, changed");
      }
    }
    String none = "SELECT %s FROM (%s)".formatted(SqlName.list(per), nothing());
    selects.add(none);
    kernel.execute(
        "CREATE OR REPLACE TEMP TABLE %s AS %s".formatted(KEYS, String.join(" UNION ", selects)));
    long changed = count("SELECT 1 FROM " + KEYS);
    long all = count("SELECT %s FROM %s UNION %s".formatted(SqlName.list(per), KEYS, earlier()));
    String of = String.format(Locale.ROOT, "%,d of %,d keys", changed, all);
    return changed > plan.mostChanged() * all
        ? Found.whole(of + " changed")
        : new Found(false, changed, "incremental: " + of);
  }

  /** The keys of windows that close, input by input. */
  private List<String> closing(Closing closing) throws StatementFailed {
    List<String> selects = new ArrayList<>();
    for (String table : plan.model().inputs()) {
      TableSchema schema = schema(table);
      Column time = schema.column(closing.window().on()).orElseThrow();
      List<DataFile> files =
          held(
              InputChanges.only(closing.inputs(), table),
              file -> sql.mayClose(file, time, closing),
              "");
      if (!files.isEmpty()) {
        selects.add(sql.closing(files, schema, closing));
      }
    }
    return selects;
  }

  private String nothing() {
    TableSchema schema = schema(plan.model().inputs().get(0));
    return sql.seen(LakeRelation.empty(schema), schema);
  }

  private TableSchema schema(String table) {
    return Objects.requireNonNull(plan.schemas().get(table));
  }

  private String earlier() {
    return "SELECT %s FROM (%s)"
        .formatted(
            SqlName.list(plan.model().carried()),
            LakeRelation.of(run.root(), plan.earlier().own().files(), plan.model().output()));
  }

  private long count(String select) throws StatementFailed {
    return kernel.rows("SELECT count(*) FROM (%s)".formatted(select), r -> r.getLong(1)).get(0);
  }

  /** Writes the keys as a file of the attempt. */
  DataFile write() throws StatementFailed {
    String folder = run.scratch() + "/" + plan.model().name();
    return Objects.requireNonNull(
        ParquetFiles.write(
            kernel,
            run,
            plan.model().name(),
            folder,
            ParquetFiles.Query.of("SELECT * FROM " + KEYS)));
  }

  /** The files that may have rows of a changed key, by what their footers say. */
  List<DataFile> mayHold(List<DataFile> files, List<String> columns, @Nullable TableSchema schema)
      throws StatementFailed {
    return held(
        files, file -> sql.mayHold(file, columns, Objects.requireNonNull(schema)), " FROM " + KEYS);
  }

  /** The files of which a question is answered by true. */
  private List<DataFile> held(
      List<DataFile> files, Function<DataFile, String> question, String from)
      throws StatementFailed {
    List<DataFile> held = new ArrayList<>();
    for (int at = 0; at < files.size(); at += FILES) {
      List<DataFile> some = files.subList(at, Math.min(files.size(), at + FILES));
      String questions = some.stream().map(question).collect(Collectors.joining(", "));
      kernel.rows(
          "SELECT %s%s".formatted(questions, from),
          row -> {
            for (int i = 0; i < some.size(); i++) {
              if (row.getBoolean(i + 1)) {
                held.add(some.get(i));
              }
            }
            return true;
          });
    }
    return held;
  }

  @Override
  public void close() throws StatementFailed {
    kernel.execute("DROP TABLE IF EXISTS " + KEYS);
  }
}
