// SPDX-License-Identifier: Apache-2.0
package dev.sluice.plan.epoch;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.plan.epoch.EpochDecision.Verdict;
import dev.sluice.store.document.DocumentKind;
import dev.sluice.store.document.DocumentStore;
import dev.sluice.store.document.Documents;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The epochs of a lake that were held back, with what was decided on each. A decision is made once:
 * whoever comes second is told what the first one decided.
 *
 * <p>Reading them costs one listing and a document for each.
 */
public final class HeldEpochs {
  /** Where their documents lie, relative to the lake's root. */
  public static final String FOLDER = "_sluice/held";

  private static final String HELD = ".json";
  private static final String DECIDED = ".decision.json";

  private final String root;
  private final DocumentStore store;

  private HeldEpochs(String root) {
    this.root = root;
    this.store = DocumentStore.of(root);
  }

  /** Those of a lake. */
  public static HeldEpochs of(String lakeRoot) {
    return new HeldEpochs(lakeRoot);
  }

  /**
   * An epoch and what became of it.
   *
   * @param decision null while it is held
   */
  public record Entry(HeldEpoch epoch, @Nullable EpochDecision decision) {
    /** Whether no run reads what the epoch had read. */
    public boolean isLeft() {
      return decision == null || decision.verdict() == Verdict.DISCARD;
    }

    /** One of held, released and discarded. */
    public String state() {
      return decision == null ? "held" : decision.verdict().past();
    }
  }

  /** Holds an epoch; doing so twice does nothing more. */
  public void hold(HeldEpoch epoch) {
    String path = FOLDER + "/" + epoch.id() + HELD;
    try {
      boolean unused = store.create(DocumentKind.HELD, path, Documents.write(epoch));
    } catch (IOException e) {
      throw unwritten(path, e);
    }
  }

  /**
   * Decides on an epoch.
   *
   * @return what stands: this decision, or the one that was made before
   */
  public EpochDecision decide(EpochDecision decision) {
    String path = FOLDER + "/" + decision.id() + DECIDED;
    try {
      return store.create(DocumentKind.HELD, path, Documents.write(decision))
          ? decision
          : decision(decision.id()).orElse(decision);
    } catch (IOException e) {
      throw unwritten(path, e);
    }
  }

  /** All of them, in the order in which they were held. */
  public List<Entry> all() {
    List<Entry> all = new ArrayList<>();
    try {
      List<String> names = store.list(FOLDER);
      for (String name : names) {
        if (name.endsWith(HELD) && !name.endsWith(DECIDED)) {
          Optional<byte[]> json = store.read(FOLDER + "/" + name);
          if (json.isPresent()) {
            HeldEpoch epoch =
                Documents.read(
                    json.get(),
                    HeldEpoch.class,
                    root + "/" + FOLDER + "/" + name,
                    HeldEpoch.VERSION);
            boolean isDecided = names.contains(epoch.id() + DECIDED);
            all.add(new Entry(epoch, isDecided ? decision(epoch.id()).orElse(null) : null));
          }
        }
      }
    } catch (IOException e) {
      throw unread(FOLDER, e);
    }
    all.sort(
        Comparator.comparing((Entry entry) -> entry.epoch().at())
            .thenComparing(entry -> entry.epoch().id()));
    return List.copyOf(all);
  }

  /** How many nobody decided on; costs one listing. */
  public int held() {
    try {
      List<String> names = store.list(FOLDER);
      long decided = names.stream().filter(name -> name.endsWith(DECIDED)).count();
      long all = names.stream().filter(name -> name.endsWith(HELD)).count() - decided;
      return (int) (all - decided);
    } catch (IOException e) {
      throw unread(FOLDER, e);
    }
  }

  private Optional<EpochDecision> decision(String id) {
    String path = FOLDER + "/" + id + DECIDED;
    try {
      return store
          .read(path)
          .map(
              json ->
                  Documents.read(
                      json, EpochDecision.class, root + "/" + path, EpochDecision.VERSION));
    } catch (IOException e) {
      throw unread(path, e);
    }
  }

  private PipelineException unwritten(String path, IOException e) {
    return new PipelineException(
        ErrorCode.LAKE_WRITE, "Cannot write %s/%s: %s".formatted(root, path, e), e);
  }

  private PipelineException unread(String path, IOException e) {
    return new PipelineException(
        ErrorCode.LAKE_READ, "Cannot read %s/%s: %s".formatted(root, path, e), e);
  }
}
