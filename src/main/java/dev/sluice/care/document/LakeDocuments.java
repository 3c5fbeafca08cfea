// SPDX-License-Identifier: Apache-2.0
package dev.sluice.care.document;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.care.document.DocumentReader.Parser;
import dev.sluice.care.document.DocumentReader.Read;
import dev.sluice.care.inventory.LakeInventory;
import dev.sluice.care.inventory.LakePath;
import dev.sluice.commit.checkpoint.Checkpoint.Finished;
import dev.sluice.commit.checkpoint.RunFolder;
import dev.sluice.promote.decision.Decision;
import dev.sluice.promote.decision.Decisions;
import dev.sluice.promote.notify.Notices;
import dev.sluice.promote.release.Release;
import dev.sluice.promote.release.Releases;
import dev.sluice.run.settle.FollowUp;
import dev.sluice.table.file.PiiTokens;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.ManifestStore;
import dev.sluice.table.log.ManifestWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
   * @param notices by the number that their names say
   */
  public record Marks(
      Optional<Read<JsonNode>> settled,
      Optional<Read<Release>> current,
      Map<Long, Read<JsonNode>> notices,
      DocumentSeries<Decision> decisions) {}

  public static LakeDocuments read(DocumentReader reader, LakeInventory inventory) {
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
            settled,
            current,
            notices(reader),
            DocumentSeries.read(
                reader, DocumentSeries.chain(Decisions.FOLDER, Decision.class, Decision.VERSION)));
    DocumentSeries<JsonNode> unusedDiscards =
        DocumentSeries.read(reader, DocumentSeries.anyChain("_sluice/discards"));
    DocumentSeries<Release> releases = DocumentSeries.read(reader, DocumentSeries.RELEASES);
    return new LakeDocuments(
        reader.root(),
        marks,
        DocumentSeries.read(reader, DocumentSeries.MANIFESTS),
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

  private static Map<Long, Read<JsonNode>> notices(DocumentReader reader) {
    Map<Long, Read<JsonNode>> all = new TreeMap<>();
    for (String name : reader.names(Notices.FOLDER)) {
      if (name.matches("[0-9]{6,18}\\.json")) {
        long number = Long.parseLong(name.substring(0, name.indexOf('.')));
        reader
            .open(Notices.FOLDER + "/" + name, JsonNode.class, 1, "")
            .ifPresent(read -> all.put(number, read));
      }
    }
    return all;
  }
}
