// SPDX-License-Identifier: Apache-2.0
package dev.sluice.care.leftover;

import dev.sluice.care.document.DocumentReader.Read;
import dev.sluice.care.document.LakeDocuments;
import dev.sluice.care.document.NamedFiles;
import dev.sluice.care.inventory.LakeInventory;
import dev.sluice.care.inventory.LakePath;
import dev.sluice.care.leftover.SweepResult.Reason;
import dev.sluice.commit.checkpoint.RunFolder;
import dev.sluice.error.ErrorCode;
import dev.sluice.stats.stored.FileStats;
import dev.sluice.store.object.ObjectStore.Item;
import dev.sluice.table.iceberg.Tables;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.ManifestStore;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Says of each file of a lake why it is kept, or that it may go.
 *
 * <p>Whatever is not known to be Sluice's own, and of no more use, is kept.
 */
public final class LeftoverRules {
  private static final String STATES = Tables.FOLDER + "/";

  private final LakeInventory inventory;
  private final State state;
  private final Set<String> named;
  private final boolean isShowing;
  private final Remains remains;
  private final Set<String> tables = new HashSet<>();
  private final Set<String> unknown = new HashSet<>();
  private final Set<String> committed = new HashSet<>();

  /**
   * How the lake is besides its files and documents.
   *
   * @param held the attempts under way
   * @param limit what changed later is young
   */
  public record State(Set<String> held, Instant limit) {}

  /**
   * The rules for a lake.
   *
   * @param papers the documents that are kept
   * @param named the files that they name
   */
  public LeftoverRules(
      LakeInventory inventory,
      LakeDocuments papers,
      NamedFiles named,
      Remains remains,
      State state) {
    this.inventory = inventory;
    this.state = state;
    this.named = named.needed();
    this.isShowing = papers.releases().newest() > 0 && papers.shown().isEmpty();
    this.remains = remains;
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
                    each ->
                        NamedFiles.paths(each.document()).forEach(f -> this.named.add(f.path())));
              }
            });
  }

  /** What is said of one file: a reason to keep it, a kind of remains, or neither. */
  public record Finding(Optional<Reason> kept, Optional<Leftovers.Kind> remains) {
    public static final Finding FOREIGN = new Finding(Optional.empty(), Optional.empty());

    static Finding kept(Reason reason) {
      return new Finding(Optional.of(reason), Optional.empty());
    }

    static Finding remains(Leftovers.Kind kind) {
      return new Finding(Optional.empty(), Optional.of(kind));
    }
  }

  public Finding of(String path, Item item) {
    String owner = FileStats.owner(path);
    if (named.contains(owner)) {
      return Finding.kept(Reason.NAMED);
    }
    if (!item.isPlain()) {
      return Finding.FOREIGN;
    }
    LakePath place = LakePath.ofFile(path);
    if (remains.documents().contains(path)) {
      return Finding.remains(Leftovers.Kind.RUN);
    }
    if (remains.files().contains(owner)) {
      return Finding.remains(
          place.kind() == LakePath.Kind.STATE ? Leftovers.Kind.RUN_STATE : Leftovers.Kind.RUN_DATA);
    }
    return switch (place.kind()) {
      case FOREIGN, SHARED -> Finding.FOREIGN;
      case DOCUMENT -> Finding.kept(Reason.DOCUMENT);
      case DATA -> attempts(place, item, Leftovers.Kind.DATA);
      case SCRATCH -> attempts(place, item, Leftovers.Kind.SCRATCH);
      case LOCK -> attempts(place, item, Leftovers.Kind.LOCK);
      case CHECKPOINT ->
          keeps(place.owner())
              .map(Finding::kept)
              .orElseGet(() -> Finding.remains(Leftovers.Kind.CHECKPOINT));
      case STATE -> state(item);
      case SUM -> tables().contains(place.owner()) ? Finding.kept(Reason.NAMED) : state(item);
      case TEMPORARY ->
          state.held().isEmpty()
              ? aged(item, Leftovers.Kind.TEMPORARY)
              : Finding.kept(Reason.UNDER_WAY);
      case RELEASE -> release(item);
      case PAGE -> page(place.owner(), item);
    };
  }

  /** A page is kept as long as the entry that it shows; it is written after that. */
  private Finding page(String name, Item item) {
    boolean isFailed = name.indexOf('.') >= 0;
    String entry =
        (isFailed ? ManifestStore.FAILED : ManifestStore.COMMITTED) + "/" + name + ".json";
    if (remains.documents().contains(entry)) {
      return Finding.remains(Leftovers.Kind.RUN);
    }
    return inventory.files().containsKey(entry)
        ? Finding.kept(Reason.DOCUMENT)
        : aged(item, Leftovers.Kind.RUN);
  }

  /** The tables of which a state is kept. */
  private Set<String> tables() {
    if (tables.isEmpty()) {
      for (String path : named) {
        if (path.startsWith(STATES)) {
          tables.add(path.substring(STATES.length(), path.indexOf('/', STATES.length())));
        }
      }
    }
    return tables;
  }

  /** The state of a table says nothing of the attempt that wrote it. */
  private Finding state(Item item) {
    if (!unknown.isEmpty()) {
      return Finding.kept(Reason.UNKNOWN_COMMIT);
    }
    return state.held().isEmpty()
        ? aged(item, Leftovers.Kind.STATE)
        : Finding.kept(Reason.UNDER_WAY);
  }

  private Finding attempts(LakePath place, Item item, Leftovers.Kind kind) {
    if (unknown.contains(place.owner())) {
      return Finding.kept(Reason.UNKNOWN_COMMIT);
    }
    return state.held().contains(place.owner()) ? Finding.kept(Reason.UNDER_WAY) : aged(item, kind);
  }

  /** What the newest release places is named; until it is shown, one before it may count too. */
  private Finding release(Item item) {
    return isShowing ? Finding.kept(Reason.RELEASABLE) : aged(item, Leftovers.Kind.RELEASE);
  }

  private Finding aged(Item item, Leftovers.Kind kind) {
    return isYoung(item) ? Finding.kept(Reason.YOUNG) : Finding.remains(kind);
  }

  /** Also what a clock that has jumped since says is to come. */
  public boolean isYoung(Item item) {
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
  public boolean mayGo(String path) {
    LakePath place = LakePath.ofFolder(path);
    return switch (place.kind()) {
      case SHARED -> state.held().isEmpty();
      case DATA, SCRATCH ->
          !state.held().contains(place.owner()) && !unknown.contains(place.owner());
      case CHECKPOINT -> keeps(place.owner()).isEmpty();
      default -> false;
    };
  }
}
