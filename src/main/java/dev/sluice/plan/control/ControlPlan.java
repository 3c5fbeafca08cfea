// SPDX-License-Identifier: Apache-2.0
package dev.sluice.plan.control;

import dev.sluice.commit.Commit;
import dev.sluice.fact.ControlCounts;
import dev.sluice.fact.ControlCounts.Count;
import dev.sluice.fact.Fact;
import dev.sluice.intake.InputFile;
import dev.sluice.intake.Intake;
import dev.sluice.plan.epoch.LeftForLater;
import dev.sluice.source.control.ControlFiles;
import dev.sluice.source.control.ControlFiles.Files;
import dev.sluice.source.control.ControlFiles.Said;
import dev.sluice.spec.rule.CheckSpec;
import dev.sluice.spec.rule.CheckSpec.Control;
import dev.sluice.spec.table.TableSpec;
import dev.sluice.table.LakeTables;
import dev.sluice.table.TableState;
import dev.sluice.table.file.Scope;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.notes.SourceFile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the senders of a run's source files say of them, read when the run is planned, with the
 * sources: what comes later is of a later run.
 */
public final class ControlPlan {
  private final Commit.Draft draft;
  private final Map<String, List<InputFile>> files;
  private final LeftForLater later;

  private ControlPlan(Commit.Draft draft, Map<String, List<InputFile>> files, LeftForLater later) {
    this.draft = draft;
    this.files = files;
    this.later = later;
  }

  /**
   * That of one run.
   *
   * @param files which the run reads of each table
   * @param later what it leaves of the sources
   */
  public static ControlPlan of(
      Commit.Draft draft, Map<String, List<InputFile>> files, LeftForLater later) {
    return new ControlPlan(draft, files, later);
  }

  /** A fact for each check of a table that the run looks at. Control files are read for it. */
  public List<Fact> facts() {
    List<Fact> facts = new ArrayList<>();
    for (TableSpec table : draft.spec().tables()) {
      List<CheckSpec> checks = table.quality().checks();
      for (int i = 0; i < checks.size(); i++) {
        if (checks.get(i).kind() instanceof Control control && isCounted(table)) {
          ControlCounts counts = counts(table, control, i);
          facts.add(new Fact.Announced(table.name(), checks.get(i).name(), counts));
        }
      }
    }
    return facts;
  }

  private boolean isCounted(TableSpec table) {
    Intake intake = draft.intake(table.name());
    return intake.isSelected() && draft.request().inputs().kind() != Manifest.Inputs.Kind.REPLAY;
  }

  private ControlCounts counts(TableSpec table, Control control, int place) {
    List<SourceFile> before =
        draft.before(LakeTables.raw(table.name())).map(TableState::sources).orElse(List.of());
    Set<String> read =
        files.getOrDefault(table.name(), List.of()).stream()
            .map(InputFile::path)
            .collect(Collectors.toSet());
    Set<String> known = before.stream().map(SourceFile::path).collect(Collectors.toSet());
    known.addAll(later.heldPaths(table.name()));
    ControlFiles.Found found =
        ControlFiles.find(control, draft.spec().within(), new Files(read, known), since());
    Map<String, Long> earlier = new HashMap<>();
    before.stream()
        .filter(file -> !read.contains(file.path()))
        .forEach(file -> earlier.put(file.path(), file.records()));
    Map<String, Count> counts = new TreeMap<>();
    for (Said said : found.said()) {
      if (!said.files().isEmpty() || !later.isOfStream()) {
        counts.put("%09d".formatted(counts.size()), count(said, read, earlier));
      }
    }
    Scope run = draft.run();
    String folder = "%s/%s/control-%d".formatted(run.scratch(), table.name(), place);
    return ControlCounts.write(run.root(), folder, counts, found.problems());
  }

  private static Count count(Said said, Set<String> read, Map<String, Long> earlier) {
    Set<String> now = new HashSet<>(said.files());
    now.retainAll(read);
    long records = said.files().stream().mapToLong(path -> earlier.getOrDefault(path, 0L)).sum();
    return new Count(
        said.name(), said.rows(), said.control(), now.stream().sorted().toList(), records);
  }

  private @Nullable Instant since() {
    Manifest base = draft.base();
    return base == null ? null : Instant.parse(base.run().startedAt());
  }
}
