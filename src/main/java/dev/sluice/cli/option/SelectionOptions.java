// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.option;

import dev.sluice.plan.selection.Selection;
import dev.sluice.spec.PipelineSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that select a part of a pipeline. */
public final class SelectionOptions {
  @Option(
      names = "--select",
      paramLabel = "TERMS",
      description =
          "Look at these tables and models alone; all others stay as they are. orders, stg_*,"
              + " orders+ (and what is made of it), +daily (and what it reads), 1+daily, orders+2;"
              + " several with commas, or by giving it again. Default: all.")
  private List<String> selected = List.of();

  @Option(
      names = "--exclude",
      paramLabel = "TERMS",
      description = "Leave these out, in the same words. Default: none.")
  private List<String> excluded = List.of();

  @Option(
      names = "--defer",
      paramLabel = "TARGET",
      description =
          "Read what is not selected, and not in this lake, from the production of another target;"
              + " nothing of it is copied. Default: what the target says by defer.")
  private @Nullable String deferred;

  /** What is selected of a pipeline. */
  public Selection of(PipelineSpec spec) {
    return Selection.of(spec, selected, excluded);
  }

  /** The target whose tables are read; null for what the spec says. */
  public @Nullable String deferred() {
    return deferred;
  }
}
