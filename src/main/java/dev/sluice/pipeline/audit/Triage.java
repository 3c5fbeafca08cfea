// SPDX-License-Identifier: Apache-2.0
package dev.sluice.pipeline.audit;

import dev.sluice.error.ErrorCode;
import dev.sluice.lake.Manifest;
import dev.sluice.lake.RunFolder;
import dev.sluice.lake.audit.Remains;
import dev.sluice.lake.audit.Sweep.Reason;
import dev.sluice.lake.store.ObjectStore.Item;
import dev.sluice.pipeline.audit.Reader.Read;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Says of each file of a lake why it is kept, or that it may go.
 *
 * <p>Whatever is not known to be Sluice's own, and of no more use, is kept.
 */
final class Triage {
  private final Inventory inventory;
  private final State state;
  private final Set<String> named;
  private final Set<String> unknown = new HashSet<>();
  private final Set<String> committed = new HashSet<>();

  /**
   * How the lake is besides its files and documents.
   *
   * @param held the attempts under way
   * @param releasable the manifests that may yet be released
   * @param limit what changed later is young
   */
  record State(Set<String> held, Set<Long> releasable, Instant limit) {}

  Triage(Inventory inventory, Papers papers, State state) {
    this.inventory = inventory;
    this.state = state;
    this.named = new HashSet<>(DataFiles.namedBy(papers).needed());
    for (Read<Manifest> failed : papers.failed()) {
      Manifest.Stamp run = failed.document().run();
      if (run.reason().startsWith(ErrorCode.COMMIT_UNKNOWN.name())) {
        unknown.add(run.attempt());
        unknown.add(run.id());
      }
    }
    papers.manifests().intact().values().forEach(m -> committed.add(m.document().run().id()));
    papers
        .checkpoints()
        .forEach(
            (run, finished) -> {
              if (keeps(run).isPresent()) {
                finished.forEach(
                    each -> DataFiles.paths(each.document()).forEach(f -> named.add(f.path())));
              }
            });
  }

  /** What is said of one file: a reason to keep it, a kind of remains, or neither. */
  record Finding(Optional<Reason> kept, Optional<Remains.Kind> remains) {
    static final Finding FOREIGN = new Finding(Optional.empty(), Optional.empty());

    static Finding kept(Reason reason) {
      return new Finding(Optional.of(reason), Optional.empty());
    }

    static Finding remains(Remains.Kind kind) {
      return new Finding(Optional.empty(), Optional.of(kind));
    }
  }

  Finding of(String path, Item item) {
    if (named.contains(path)) {
      return Finding.kept(Reason.NAMED);
    }
    if (!item.isPlain()) {
      return Finding.FOREIGN;
    }
    Place place = Place.ofFile(path);
    return switch (place.kind()) {
      case FOREIGN, SHARED -> Finding.FOREIGN;
      case DOCUMENT -> Finding.kept(Reason.DOCUMENT);
      case DATA -> attempts(place, item, Remains.Kind.DATA);
      case SCRATCH -> attempts(place, item, Remains.Kind.SCRATCH);
      case LOCK -> attempts(place, item, Remains.Kind.LOCK);
      case CHECKPOINT ->
          keeps(place.owner())
              .map(Finding::kept)
              .orElseGet(() -> Finding.remains(Remains.Kind.CHECKPOINT));
      case TEMPORARY ->
          state.held().isEmpty()
              ? aged(item, Remains.Kind.TEMPORARY)
              : Finding.kept(Reason.UNDER_WAY);
      case RELEASE -> release(path, place, item);
    };
  }

  private Finding attempts(Place place, Item item, Remains.Kind kind) {
    if (unknown.contains(place.owner())) {
      return Finding.kept(Reason.UNKNOWN_COMMIT);
    }
    return state.held().contains(place.owner()) ? Finding.kept(Reason.UNDER_WAY) : aged(item, kind);
  }

  /** A placed file is as old as its folder: it may be another name of a file of long ago. */
  private Finding release(String path, Place place, Item item) {
    if (state.releasable().contains(Long.parseLong(place.owner()))) {
      return Finding.kept(Reason.RELEASABLE);
    }
    Item folder = inventory.folders().get(path.substring(0, path.lastIndexOf('/')));
    return folder != null && isYoung(folder)
        ? Finding.kept(Reason.YOUNG)
        : aged(item, Remains.Kind.RELEASE);
  }

  private Finding aged(Item item, Remains.Kind kind) {
    return isYoung(item) ? Finding.kept(Reason.YOUNG) : Finding.remains(kind);
  }

  /** Also what a clock that has jumped since says is to come. */
  boolean isYoung(Item item) {
    return item.changed().isAfter(state.limit());
  }

  /** Why what attempts at a run finished is kept: any attempt under way may take it up. */
  private Optional<Reason> keeps(String run) {
    if (unknown.contains(run)) {
      return Optional.of(Reason.UNKNOWN_COMMIT);
    }
    if (!state.held().isEmpty()) {
      return Optional.of(Reason.UNDER_WAY);
    }
    String folder = RunFolder.RUNS + "/" + run + "/";
    boolean isYoung =
        inventory.files().subMap(folder, folder + Character.MAX_VALUE).values().stream()
            .anyMatch(this::isYoung);
    return isYoung && !committed.contains(run) ? Optional.of(Reason.YOUNG) : Optional.empty();
  }

  /** Whether a folder may go once it is empty. */
  boolean mayGo(String path) {
    Place place = Place.ofFolder(path);
    return switch (place.kind()) {
      case SHARED -> state.held().isEmpty();
      case DATA, SCRATCH ->
          !state.held().contains(place.owner()) && !unknown.contains(place.owner());
      case CHECKPOINT -> keeps(place.owner()).isEmpty();
      case RELEASE -> !state.releasable().contains(Long.parseLong(place.owner()));
      default -> false;
    };
  }
}
