// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lake;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.EnumFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Reads a lake's manifests back, and spells them as JSON: snake_case keys, lower-case enums. */
public final class ManifestStore {
  /** Where committed manifests lie, relative to the lake's root. */
  public static final String COMMITTED = "_sluice/manifests";

  /** Where the evidence of failed runs lies, relative to the lake's root. */
  public static final String FAILED = "_sluice/failed";

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .visibility(PropertyAccessor.GETTER, Visibility.NONE)
          .visibility(PropertyAccessor.IS_GETTER, Visibility.NONE)
          .visibility(PropertyAccessor.FIELD, Visibility.ANY)
          .configure(EnumFeature.WRITE_ENUMS_TO_LOWERCASE, true)
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  private ManifestStore() {}

  /** The committed manifests of a lake, newest first; empty when there is no lake yet. */
  public static List<Manifest> committed(String lakeRoot) {
    return read(lakeRoot, COMMITTED, Comparator.comparingLong(Manifest::number).reversed());
  }

  /** The evidence of a lake's failed runs, newest first; empty when there is none. */
  public static List<Manifest> failed(String lakeRoot) {
    return read(
        lakeRoot, FAILED, Comparator.comparing((Manifest m) -> m.run().startedAt()).reversed());
  }

  public static String toJson(Manifest manifest) {
    try {
      return JSON.writeValueAsString(manifest);
    } catch (JacksonException e) {
      throw new PipelineException(ErrorCode.INTERNAL, "Cannot write a manifest", e);
    }
  }

  /**
   * Reads one manifest.
   *
   * @throws PipelineException {@code MANIFEST_INVALID} when it is broken or newer than this version
   */
  public static Manifest fromJson(String json) {
    Manifest manifest;
    try {
      manifest = JSON.readValue(json, Manifest.class);
    } catch (JacksonException e) {
      throw new PipelineException(
          ErrorCode.MANIFEST_INVALID, "Not a manifest: " + e.getOriginalMessage(), e);
    }
    if (manifest == null || manifest.version() > Manifest.VERSION) {
      throw new PipelineException(
          ErrorCode.MANIFEST_INVALID,
          "Manifest of format "
              + (manifest == null ? "null" : manifest.version())
              + ", but this Sluice reads up to "
              + Manifest.VERSION
              + ": use a newer Sluice");
    }
    return manifest;
  }

  private static List<Manifest> read(String lakeRoot, String folder, Comparator<Manifest> order) {
    if (lakeRoot.contains("://")) {
      throw new PipelineException(
          ErrorCode.LAKE_READ, "Cannot list the runs of a remote lake yet: " + lakeRoot);
    }
    Path path = Path.of(lakeRoot, folder);
    if (!Files.isDirectory(path)) {
      return List.of();
    }
    List<Manifest> manifests = new ArrayList<>();
    try (Stream<Path> files = Files.list(path)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".json")).toList()) {
        manifests.add(open(file));
      }
    } catch (IOException e) {
      throw new PipelineException(ErrorCode.LAKE_READ, "Cannot list " + path, e);
    }
    manifests.sort(order);
    return List.copyOf(manifests);
  }

  private static Manifest open(Path file) {
    try {
      return fromJson(Files.readString(file));
    } catch (IOException e) {
      throw new PipelineException(ErrorCode.LAKE_READ, "Cannot read " + file, e);
    } catch (PipelineException e) {
      throw new PipelineException(e.code(), file + ": " + e.getMessage(), e);
    }
  }
}
