// SPDX-License-Identifier: Apache-2.0
package dev.sluice.infer.change;

import dev.sluice.intake.InputFile;
import dev.sluice.plan.RunPreview;
import dev.sluice.plan.selection.Selection;
import dev.sluice.promote.decision.Decisions;
import dev.sluice.schema.spelling.ColumnsText;
import dev.sluice.spec.Parsed;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.parse.folder.SpecEdits;
import dev.sluice.spec.table.TableSpec;
import dev.sluice.spec.yaml.Node;
import dev.sluice.store.Sha256;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.ManifestStore.Committed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What contracts with {@code unknown_field: evolve} or {@code type: widen} make of their tables: a
 * spec with the columns that sources brought.
 *
 * <p>It follows from the spec, the lake and the files that a run would read, and from nothing else:
 * the same run gets the same columns.
 *
 * @param parsed the spec with them; the given one where there are none
 * @param notes what is new, each a sentence
 */
public record Growth(Parsed parsed, List<String> notes) {
  public Growth {
    notes = List.copyOf(notes);
  }

  /**
   * The spec with the columns that earlier runs found.
   *
   * @param parser reads the author's files with edits
   */
  public static Parsed known(Parsed parsed, Function<SpecEdits, Parsed> parser) {
    PipelineSpec spec = parsed.spec();
    return spec == null || !isAsked(parsed) ? parsed : grown(parsed, lines(spec), parser);
  }

  /**
   * The spec with the columns that earlier runs found, and those of the files that the next reads.
   *
   * @param parsed as the files of the spec say it
   * @param selection the tables that the run looks at
   */
  public static Growth next(
      Parsed parsed, Selection selection, Function<SpecEdits, Parsed> parser) {
    PipelineSpec said = parsed.spec();
    if (said == null || !isAsked(parsed)) {
      return new Growth(parsed, List.of());
    }
    Map<String, List<String>> lines = lines(said);
    Parsed known = grown(parsed, lines, parser);
    PipelineSpec spec = known.spec();
    if (spec == null) {
      return new Growth(known, List.of());
    }
    Map<String, List<String>> before = Map.copyOf(lines);
    List<String> notes = new ArrayList<>();
    Map<String, List<InputFile>> unread = RunPreview.unread(spec, selection);
    for (TableSpec table : spec.tables()) {
      List<InputFile> files = unread.getOrDefault(table.name(), List.of());
      if (table.contract().evolves() && !files.isEmpty()) {
        TableGrowth found = TableGrowth.of(table, files, removed(spec, table));
        lines.put(table.name(), found.lines());
        notes.addAll(found.notes());
      }
    }
    return new Growth(lines.equals(before) ? known : grown(parsed, lines, parser), notes);
  }

  /** Edits of a spec that keep the columns which a source brought to it. */
  public static SpecEdits with(SpecEdits edits, PipelineSpec grown) {
    return new SpecEdits() {
      @Override
      public Node main(Node root) {
        return edits.main(root);
      }

      @Override
      public String text(String file, String text) {
        return edits.text(file, text);
      }

      @Override
      public List<String> columns(String table) {
        List<String> own = edits.columns(table);
        return own.isEmpty() ? grown.table(table).map(Growth::evolved).orElse(List.of()) : own;
      }
    };
  }

  /** The columns of a table that its spec does not say, as lines. */
  public static List<String> evolved(TableSpec table) {
    return ColumnsText.of(table.evolved());
  }

  /** Whether a contract lets a source change the columns of its table. */
  public static boolean isAsked(Parsed parsed) {
    PipelineSpec spec = parsed.spec();
    return spec != null && spec.tables().stream().anyMatch(table -> table.contract().evolves());
  }

  /** The columns of a table that the spec takes out of production. */
  private static List<String> removed(PipelineSpec spec, TableSpec table) {
    String start = table.name() + ".";
    return spec.policies().names().removed().stream()
        .filter(name -> name.startsWith(start))
        .map(name -> name.substring(start.length()))
        .toList();
  }

  private static Map<String, List<String>> lines(PipelineSpec spec) {
    Map<String, List<String>> lines = new LinkedHashMap<>();
    Manifest base = Decisions.of(spec.lake()).base().map(Committed::manifest).orElse(null);
    if (base != null) {
      for (TableSpec table : spec.tables()) {
        List<String> removed = removed(spec, table);
        base.table(table.name())
            .ifPresent(
                state ->
                    lines.put(
                        table.name(),
                        state.taken().evolved().stream()
                            .filter(line -> !removed.contains(line.split(":", 2)[0]))
                            .toList()));
      }
    }
    return lines;
  }

  private static Parsed grown(
      Parsed parsed, Map<String, List<String>> lines, Function<SpecEdits, Parsed> parser) {
    if (lines.values().stream().allMatch(List::isEmpty)) {
      return parsed;
    }
    Parsed grown = parser.apply(new Lines(lines));
    return new Parsed(
        grown.spec(), grown.issues(), grown.texts(), Sha256.of(parsed.digest() + "\n" + lines));
  }

  private record Lines(Map<String, List<String>> lines) implements SpecEdits {
    @Override
    public List<String> columns(String table) {
      return lines.getOrDefault(table, List.of());
    }
  }
}
