// SPDX-License-Identifier: Apache-2.0
package dev.sluice.pipeline.audit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.lake.Checkpoint.Finished;
import dev.sluice.lake.Commits;
import dev.sluice.lake.Manifest;
import dev.sluice.lake.ManifestStore;
import dev.sluice.lake.PiiTokens;
import dev.sluice.lake.RunFolder;
import dev.sluice.pipeline.Settle;
import dev.sluice.pipeline.audit.Reader.Read;
import dev.sluice.promote.Decision;
import dev.sluice.promote.Decisions;
import dev.sluice.promote.Notices;
import dev.sluice.promote.Release;
import dev.sluice.promote.Releases;
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
 * @param failed the evidence of failed runs
 * @param checkpoints what attempts finished, by run
 */
record Papers(
    Marks marks,
    Numbered<Manifest> manifests,
    Numbered<Release> releases,
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
  record Marks(
      Optional<Read<JsonNode>> settled,
      Optional<Read<Release>> current,
      Map<Long, Read<JsonNode>> notices,
      Numbered<Decision> decisions) {}

  static Papers read(Reader reader, Inventory inventory) {
    Optional<Read<JsonNode>> settled =
        reader.open(
            Settle.PATH, JsonNode.class, 1, MADE_ANEW.replace(" or `sluice promote releases`", ""));
    Optional<Read<Release>> current =
        reader.open(Releases.CURRENT, Release.class, Release.VERSION, MADE_ANEW);
    Optional<Read<JsonNode>> unused = reader.open(PiiTokens.FILE, JsonNode.class, 1, OTHER_TOKENS);
    Map<String, List<Read<Finished>>> checkpoints = checkpoints(reader, inventory);
    List<Read<Manifest>> failed = failed(reader);
    Marks marks =
        new Marks(
            settled,
            current,
            notices(reader),
            Numbered.read(
                reader, Numbered.chain(Decisions.FOLDER, Decision.class, Decision.VERSION)));
    Numbered<JsonNode> unusedDiscards =
        Numbered.read(reader, Numbered.anyChain("_sluice/discards"));
    Numbered<Release> releases = Numbered.read(reader, Numbered.RELEASES);
    return new Papers(
        marks, Numbered.read(reader, Numbered.MANIFESTS), releases, failed, checkpoints);
  }

  private static Map<String, List<Read<Finished>>> checkpoints(Reader reader, Inventory inventory) {
    Map<String, List<Read<Finished>>> all = new TreeMap<>();
    for (String path : inventory.files().keySet()) {
      Place place = Place.ofFile(path);
      if (place.kind() == Place.Kind.CHECKPOINT) {
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

  private static List<Read<Manifest>> failed(Reader reader) {
    List<Read<Manifest>> all = new ArrayList<>();
    for (String name : reader.names(ManifestStore.FAILED)) {
      String path = ManifestStore.FAILED + "/" + name;
      if (Place.ofFile(path).kind() == Place.Kind.DOCUMENT) {
        Optional<Read<Manifest>> read = reader.open(path, Manifest.class, Manifest.VERSION, "");
        read.ifPresent(all::add);
        read.filter(r -> !Commits.evidence(r.document()).equals(path))
            .ifPresent(
                r ->
                    reader.invalid(
                        path,
                        "The document is the evidence of another run. Move it out of the lake, or restore it from a backup."));
      }
    }
    return all;
  }

  private static Map<Long, Read<JsonNode>> notices(Reader reader) {
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
