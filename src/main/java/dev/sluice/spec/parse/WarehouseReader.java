// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse;

import dev.sluice.error.issue.Suggestion;
import dev.sluice.schema.bigquery.BigQueryNames;
import dev.sluice.spec.WarehouseSpec;
import dev.sluice.spec.parse.context.SpecContext;
import dev.sluice.spec.parse.location.DataPaths;
import dev.sluice.spec.parse.location.LakeGround;
import dev.sluice.spec.yaml.Node.Scalar;
import dev.sluice.spec.yaml.Section;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code warehouse}. */
final class WarehouseReader {
  private static final Pattern BIGQUERY =
      Pattern.compile("(?<project>[^.@]*)(?:\\.(?<prefix>[^@]*))?(?:@(?<location>.*))?");

  /** As the console makes them; a project of a domain has `domain:` before it. */
  private static final Pattern PROJECT =
      Pattern.compile("(?:[a-z0-9.-]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9]");

  private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9_]{1,1000}");
  private static final Pattern LOCATION = Pattern.compile("[A-Za-z][A-Za-z0-9-]{1,30}");
  private static final String FORM =
      "write `bigquery:PROJECT`, `bigquery:PROJECT.PREFIX` or `bigquery:PROJECT.PREFIX@LOCATION`";

  private final SpecContext reading;

  WarehouseReader(SpecContext reading) {
    this.reading = reading;
  }

  /**
   * Null when there is none, or when it was reported.
   *
   * @param pipeline the pipeline's name, from which datasets get theirs
   */
  @Nullable WarehouseSpec read(Section top, @Nullable String pipeline, @Nullable String lake) {
    Duration wait = reading.span(top, "warehouse_wait");
    Scalar warehouse = top.text("warehouse");
    WarehouseSpec place = warehouse == null ? null : place(warehouse, pipeline, lake);
    return place == null || wait == null ? place : place.waiting(wait);
  }

  private @Nullable WarehouseSpec place(
      Scalar warehouse, @Nullable String pipeline, @Nullable String lake) {
    String text = warehouse.text();
    String kind = text.substring(0, Math.max(0, text.indexOf(':')));
    return switch (kind) {
      case WarehouseSpec.DUCKDB -> {
        String path = DataPaths.local(warehouse, rest(text), reading);
        boolean isRefused =
            path == null || LakeGround.refusesDatabase(warehouse, Path.of(path), lake, reading);
        yield isRefused || path == null ? null : WarehouseSpec.duckdb(path);
      }
      case WarehouseSpec.BIGQUERY -> bigquery(warehouse, pipeline, lake);
      default -> {
        reading.invalid(
            warehouse.position(),
            "`warehouse` must be `duckdb:PATH` or `bigquery:PROJECT`, not "
                + warehouse.description(),
            Objects.requireNonNullElse(
                Suggestion.nearest(kind, List.of(WarehouseSpec.DUCKDB, WarehouseSpec.BIGQUERY)),
                "write `duckdb:build/my.duckdb`"));
        yield null;
      }
    };
  }

  private static String rest(String text) {
    return text.substring(text.indexOf(':') + 1);
  }

  private @Nullable WarehouseSpec bigquery(
      Scalar warehouse, @Nullable String pipeline, @Nullable String lake) {
    Matcher parts = BIGQUERY.matcher(rest(warehouse.text()));
    if (!parts.matches() || !isLegal(PROJECT, parts.group("project"))) {
      return wrong(warehouse, "the project", parts.matches() ? parts.group("project") : "");
    }
    String prefix = parts.group("prefix");
    if (prefix != null && !isLegal(PREFIX, prefix)) {
      return wrong(warehouse, "the prefix of datasets", prefix);
    }
    String location = parts.group("location");
    if (location != null && !isLegal(LOCATION, location)) {
      return wrong(warehouse, "the location", location);
    }
    if (lake != null && !lake.startsWith("gs://")) {
      reading.invalid(
          warehouse.position(),
          "BigQuery is loaded from a lake on Cloud Storage, but `lake` does not begin with `gs://`",
          "give `lake` as `gs://BUCKET/FOLDER`, or use `warehouse: duckdb:PATH`");
      return null;
    }
    String datasets =
        prefix != null ? prefix : BigQueryNames.dataset(pipeline == null ? "" : pipeline);
    return new WarehouseSpec(
        WarehouseSpec.BIGQUERY,
        parts.group("project") + "." + datasets + (location == null ? "" : "@" + location),
        List.of());
  }

  private static boolean isLegal(Pattern pattern, String text) {
    return pattern.matcher(text).matches();
  }

  private @Nullable WarehouseSpec wrong(Scalar warehouse, String what, String text) {
    String problem = text.isEmpty() ? what + " is missing" : "`" + text + "` cannot be " + what;
    reading.invalid(warehouse.position(), problem, FORM);
    return null;
  }
}
