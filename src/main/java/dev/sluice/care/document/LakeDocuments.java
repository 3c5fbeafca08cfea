// SPDX-License-Identifier: Apache-2.0
package dev.sluice.care.document;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.care.document.DocumentReader.Parser;
import dev.sluice.care.document.DocumentReader.Read;
import dev.sluice.care.inventory.LakeInventory;
import dev.sluice.care.inventory.LakePath;
import dev.sluice.commit.checkpoint.Checkpoint.Finished;
import dev.sluice.commit.checkpoint.RunFolder;
import dev.sluice.outbox.Outbox;
import dev.sluice.plan.epoch.HeldEpochs;
import dev.sluice.promote.decision.Decision;
import dev.sluice.promote.decision.Decisions;
import dev.sluice.promote.release.Release;
import dev.sluice.promote.release.Releases;
import dev.sluice.run.settle.FollowUp;
import dev.sluice.table.file.PiiTokens;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.ManifestStore;
import dev.sluice.table.log.ManifestWriter;
import dev.sluice.table.past.Horizon;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Every document of a lake, read once.
 *
 * <p>What refers to others is read before them: a run that commits meanwhile does not look like a
 * break.
 *
 * @param lake its root
 * @param failed the evidence of failed runs
 * @param checkpoints what attempts finished, by run
 */
public record LakeDocuments(
    String lake,
    Marks marks,
    DocumentSeries<Manifest> manifests,
    DocumentSeries<Release> releases,
    List<Read<Manifest>> failed,
    Map<String, List<Read<Finished>>> checkpoints) {
  private static final String TABLE_AGAIN =
      "No commit needs it: without a backup, delete it, and the next run does its table again.";
  private static final String MADE_ANEW =
      "It is a copy: without a backup, move it away, and the next run or `sluice promote releases` makes it anew.";
  private static final String OTHER_TOKENS =
      "Without a backup, delete it: a new key is made, by which personal values get other tokens than before.";

  /**
   * The documents of which there is one, and those that refer to manifests.
   *
   * @param horizon from where on manifests are kept
   * @param deliveries that runs were told to others, by the paths of their marks
   */
  public record Marks(
      Horizon horizon,
      Optional<Read<JsonNode>> settled,
      Optional<Read<Release>> current,
      Map<String, Read<JsonNode>> deliveries,
      DocumentSeries<Decision> decisions) {}

  public static LakeDocuments read(DocumentReader reader, LakeInventory inventory) {
    Horizon horizon = horizon(reader);
    Optional<Read<JsonNode>> settled =
        reader.open(
            FollowUp.PATH,
            JsonNode.class,
            1,
            MADE_ANEW.replace(" or `sluice promote releases`", ""));
    Optional<Read<Release>> current = reader.open(Releases.CURRENT, Parser.ofReleases(), MADE_ANEW);
    Optional<Read<JsonNode>> unused = reader.open(PiiTokens.FILE, JsonNode.class, 1, OTHER_TOKENS);
    Map<String, List<Read<Finished>>> checkpoints = checkpoints(reader, inventory);
    List<Read<Manifest>> failed = failed(reader);
    Marks marks =
        new Marks(
            horizon,
            settled,
            current,
            deliveries(reader),
            DocumentSeries.read(
                reader, DocumentSeries.chain(Decisions.FOLDER, Decision.class, Decision.VERSION)));
    held(reader);
    DocumentSeries<JsonNode> unusedDiscards =
        DocumentSeries.read(reader, DocumentSeries.anyChain("_sluice/discards"));
    DocumentSeries<Release> releases = DocumentSeries.read(reader, DocumentSeries.RELEASES);
    return new LakeDocuments(
        reader.root(),
        marks,
        DocumentSeries.read(reader, DocumentSeries.MANIFESTS, withShown(reader, horizon, releases)),
        releases,
        failed,
        checkpoints);
  }

  /** The newest release; empty until all that shows it is in its place. */
  public Optional<Read<Release>> shown() {
    return Optional.ofNullable(releases.intact().get(releases.newest()))
        .filter(
            newest -> marks.current().filter(c -> c.digest().equals(newest.digest())).isPresent());
  }

  /** Where it cannot be read, the log is looked at as far back as nothing is missing. */
  private static Horizon horizon(DocumentReader reader) {
    int known = reader.problems().size();
    Optional<Read<Horizon>> read = reader.open(Horizon.PATH, Horizon.class, Horizon.VERSION, "");
    if (reader.problems().size() == known) {
      return read.map(Read::document).orElse(Horizon.NONE);
    }
    return DocumentSeries.lastStretch(reader.names(ManifestStore.COMMITTED))
        .flatMap(
            name -> reader.open(ManifestStore.COMMITTED + "/" + name, Parser.ofManifests(), ""))
        .map(first -> Horizon.NONE.from(first.document().number(), first.document().previous()))
        .orElse(Horizon.NONE);
  }

  /**
   * Production may have gone back to a run while it was given up: it stays, if nothing of it was
   * removed yet.
   */
  private static Horizon withShown(
      DocumentReader reader, Horizon horizon, DocumentSeries<Release> releases) {
    Read<Release> newest = releases.intact().get(releases.newest());
    if (newest == null || horizon.keeps(newest.document().manifest())) {
      return horizon;
    }
    long number = newest.document().manifest();
    String name = DocumentSeries.MANIFESTS.path(number);
    boolean isThere =
        reader.names(ManifestStore.COMMITTED).stream().anyMatch(each -> name.endsWith("/" + each));
    return isThere ? horizon.with(number, newest.document().run().digest()) : horizon;
  }

  /** Those of the runs that a horizon keeps, with some of the evidence of failed ones. */
  public LakeDocuments keeping(Horizon horizon, List<Read<Manifest>> evidence) {
    return new LakeDocuments(
        lake,
        new Marks(horizon, marks.settled(), marks.current(), marks.deliveries(), marks.decisions()),
        manifests.keeping(horizon::keeps),
        releases.keeping(release -> horizon.keeps(shownBy(release))),
        evidence,
        checkpoints);
  }

  /** The same without releases of runs that are not kept: what they name may be gone. */
  public LakeDocuments kept() {
    return new LakeDocuments(
        lake,
        marks,
        manifests,
        releases.keeping(
            release ->
                marks.horizon().keeps(shownBy(release))
                    || manifests.intact().containsKey(shownBy(release))),
        failed,
        checkpoints);
  }

  /**
   * The documents of runs that are not kept: those that others lack, and what a removal that was
   * cut short left of runs that were not kept before.
   */
  public LakeDocuments beyond(LakeDocuments kept) {
    List<Read<Manifest>> gone = new ArrayList<>(failed);
    gone.removeAll(kept.failed());
    return new LakeDocuments(
        lake,
        marks,
        manifests
            .keeping(number -> !kept.manifests().intact().containsKey(number))
            .withPast(new DocumentReader(lake), DocumentSeries.MANIFESTS),
        releases.keeping(number -> !kept.releases().intact().containsKey(number)),
        gone,
        Map.of());
  }

  private long shownBy(long release) {
    return Objects.requireNonNull(releases.intact().get(release)).document().manifest();
  }

  private static Map<String, List<Read<Finished>>> checkpoints(
      DocumentReader reader, LakeInventory inventory) {
    Map<String, List<Read<Finished>>> all = new TreeMap<>();
    for (String path : inventory.files().keySet()) {
      LakePath place = LakePath.ofFile(path);
      if (place.kind() == LakePath.Kind.CHECKPOINT) {
        List<Read<Finished>> ofRun = all.computeIfAbsent(place.owner(), r -> new ArrayList<>());
        if (path.endsWith("/run.json")) {
          Optional<Read<RunFolder.Intent>> unused =
              reader.open(path, RunFolder.Intent.class, RunFolder.Intent.VERSION, TABLE_AGAIN);
        } else {
          reader.open(path, Finished.class, Finished.VERSION, TABLE_AGAIN).ifPresent(ofRun::add);
        }
      }
    }
    return all;
  }

  private static List<Read<Manifest>> failed(DocumentReader reader) {
    List<Read<Manifest>> all = new ArrayList<>();
    for (String name : reader.names(ManifestStore.FAILED)) {
      String path = ManifestStore.FAILED + "/" + name;
      if (LakePath.ofFile(path).kind() == LakePath.Kind.DOCUMENT) {
        Optional<Read<Manifest>> read = reader.open(path, Parser.ofManifests(), "");
        read.ifPresent(all::add);
        read.filter(r -> !ManifestWriter.evidence(r.document()).equals(path))
            .ifPresent(
                r ->
                    reader.invalid(
                        path,
                        "The document is the evidence of another run. Move it out of the lake, or restore it from a backup."));
      }
    }
    return all;
  }

  /** Epochs of streams that were held; they are looked at, and nothing else depends on them. */
  private static void held(DocumentReader reader) {
    for (String name : reader.names(HeldEpochs.FOLDER)) {
      String path = HeldEpochs.FOLDER + "/" + name;
      if (LakePath.ofFile(path).kind() == LakePath.Kind.DOCUMENT) {
        Optional<Read<JsonNode>> unused = reader.open(path, JsonNode.class, 1, "");
      }
    }
  }

  private static Map<String, Read<JsonNode>> deliveries(DocumentReader reader) {
    Map<String, Read<JsonNode>> all = new TreeMap<>();
    for (String folder : Outbox.FOLDERS) {
      for (String name : reader.names(folder)) {
        String path = folder + "/" + name;
        if (LakePath.ofFile(path).kind() == LakePath.Kind.DOCUMENT) {
          reader.open(path, JsonNode.class, 1, "").ifPresent(read -> all.put(path, read));
        }
      }
    }
    return all;
  }
}
