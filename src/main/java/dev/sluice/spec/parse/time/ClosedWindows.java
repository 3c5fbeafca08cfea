// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse.time;

import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.parse.binding.ModelDraft;
import dev.sluice.spec.parse.binding.WindowDraft;
import dev.sluice.spec.parse.context.SpecContext;
import dev.sluice.spec.table.ModelSpec;
import dev.sluice.spec.table.TableSpec;
import dev.sluice.spec.time.Window.Emit;
import java.util.List;
import java.util.stream.Stream;

/** Windows that are to be closed need event time in every table that the model is made of. */
public final class ClosedWindows {
  private ClosedWindows() {}

  /** Reports the models of which nobody knows when a window is closed. */
  public static void check(PipelineSpec spec, List<ModelDraft> models, SpecContext reading) {
    for (ModelDraft model : models) {
      WindowDraft window = model.window();
      if (window != null && window.window().emit() == Emit.ON_CLOSE) {
        spec.model(model.name()).stream()
            .flatMap(each -> timeless(spec, each))
            .findFirst()
            .ifPresent(
                table ->
                    reading.invalid(
                        window.emit(),
                        "nobody knows when a window is closed: `%s`, of which the model is made, has no event time"
                            .formatted(table),
                        "give `%s` the key `event_time: COLUMN`, or remove `emit: on_close`"
                            .formatted(table)));
      }
    }
  }

  private static Stream<String> timeless(PipelineSpec spec, ModelSpec model) {
    return model.inputs().stream()
        .flatMap(
            input ->
                Stream.concat(
                    spec.model(input).stream().flatMap(other -> timeless(spec, other)),
                    spec.table(input).stream()
                        .filter(table -> table.eventTime() == null)
                        .map(TableSpec::name)));
  }
}
