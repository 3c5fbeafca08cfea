// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table.iceberg;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.store.Sha256;
import dev.sluice.table.iceberg.io.LakePaths;
import dev.sluice.table.iceberg.io.StoreIO;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;

/**
 * Reads and writes the metadata file of a table's state. Its name holds its digest, and its
 * snapshot notes the digests of the files that Iceberg names without one: the list of manifests,
 * and each manifest in the list's order. So the digest of the metadata file stands for all of them.
 */
final class MetadataFile {
  private static final String LIST = "sluice.manifest-list";
  private static final String MANIFESTS = "sluice.manifests";
  private static final ObjectMapper JSON = new ObjectMapper();

  private MetadataFile() {}

  /** A state that was read, and the files it builds on with the digests they must have. */
  record Read(TableMetadata metadata, StoreIO io) {}

  /**
   * Reads a state.
   *
   * @throws PipelineException LAKE_READ when a file is missing, cut, or changed
   */
  static Read read(String root, TablePointer pointer) {
    StoreIO plain = new StoreIO(root, LakePaths.of(root, ""));
    String location = plain.paths().location(pointer.path());
    plain.expect(location, pointer.sha256());
    ObjectNode json;
    try (InputStream in = plain.newInputFile(location).newStream()) {
      json = (ObjectNode) JSON.readTree(in);
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.LAKE_READ, "Cannot read %s/%s: %s".formatted(root, pointer.path(), e), e);
    }
    // The log of commits is the history. Iceberg would refuse a clock that was set back.
    json.remove(List.of("snapshot-log", "metadata-log"));
    TableMetadata metadata = TableMetadataParser.fromJson(json);
    String noted = metadata.property(LakePaths.PROPERTY, "");
    StoreIO io = new StoreIO(root, LakePaths.of(root, noted));
    Snapshot snapshot = metadata.currentSnapshot();
    if (snapshot != null) {
      expect(io, snapshot);
    }
    PuffinFile.expect(io, metadata);
    return new Read(metadata, io);
  }

  private static void expect(StoreIO io, Snapshot snapshot) {
    Map<String, String> summary = snapshot.summary();
    String list = summary.get(LIST);
    String manifests = summary.get(MANIFESTS);
    if (list == null || manifests == null) {
      throw foreign(snapshot);
    }
    io.expect(snapshot.manifestListLocation(), list);
    List<ManifestFile> all = snapshot.allManifests(io);
    List<String> digests = manifests.isEmpty() ? List.of() : List.of(manifests.split(",", -1));
    if (all.size() != digests.size()) {
      throw foreign(snapshot);
    }
    for (int i = 0; i < all.size(); i++) {
      byte[] digest = Base64.getUrlDecoder().decode(digests.get(i));
      io.expect(all.get(i).path(), HexFormat.of().formatHex(digest));
    }
  }

  private static PipelineException foreign(Snapshot snapshot) {
    return new PipelineException(
        ErrorCode.LAKE_READ,
        "Snapshot %d was not written by Sluice (%s). Restore what a commit of Sluice wrote; see `sluice verify`."
            .formatted(snapshot.snapshotId(), snapshot.manifestListLocation()));
  }

  /** Writes a state under a name that is its digest. */
  static TablePointer write(StoreIO io, TableMetadata metadata) {
    byte[] json = json(io, metadata);
    String sha256 = Sha256.of(json);
    String location = metadata.location() + "/metadata/" + sha256 + ".metadata.json";
    try (OutputStream out = io.newOutputFile(location).create()) {
      out.write(json);
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.LAKE_WRITE,
          "Cannot write %s: %s. Nothing was committed; run again.".formatted(location, e),
          e);
    }
    Snapshot snapshot = metadata.currentSnapshot();
    return new TablePointer(
        io.paths().path(location),
        sha256,
        snapshot == null ? TablePointer.NO_SNAPSHOT : snapshot.snapshotId());
  }

  private static byte[] json(StoreIO io, TableMetadata metadata) {
    try {
      ObjectNode json = (ObjectNode) JSON.readTree(TableMetadataParser.toJson(metadata));
      Snapshot snapshot = metadata.currentSnapshot();
      if (snapshot != null) {
        note(io, snapshot, json);
      }
      return JSON.writeValueAsString(json).getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Iceberg's own text is JSON", e);
    }
  }

  private static void note(StoreIO io, Snapshot snapshot, ObjectNode json) {
    List<String> digests = new ArrayList<>();
    for (ManifestFile manifest : snapshot.allManifests(io)) {
      byte[] digest = HexFormat.of().parseHex(digest(io, manifest.path()));
      digests.add(Base64.getUrlEncoder().withoutPadding().encodeToString(digest));
    }
    for (JsonNode each : json.withArray("snapshots")) {
      if (each.path("snapshot-id").asLong() == snapshot.snapshotId()) {
        ObjectNode summary = ((ObjectNode) each).withObject("/summary");
        summary.put(LIST, digest(io, snapshot.manifestListLocation()));
        summary.put(MANIFESTS, String.join(",", digests));
      }
    }
  }

  private static String digest(StoreIO io, String location) {
    String digest = io.digest(location);
    if (digest == null) {
      throw new IllegalStateException("No digest of " + location + " was noted");
    }
    return digest;
  }
}
