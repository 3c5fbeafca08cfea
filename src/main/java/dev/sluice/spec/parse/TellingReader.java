// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse;

import dev.sluice.spec.parse.context.SpecContext;
import dev.sluice.spec.parse.location.DataPaths;
import dev.sluice.spec.telling.LineageSpec;
import dev.sluice.spec.telling.MetricsSpec;
import dev.sluice.spec.telling.TellingSpec;
import dev.sluice.spec.yaml.Node.Scalar;
import dev.sluice.spec.yaml.Section;
import dev.sluice.spec.yaml.SpecShape;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/** Reads to which programs runs are told. */
final class TellingReader {
  private static final String FILE = "file:";

  private final SpecContext reading;

  TellingReader(SpecContext reading) {
    this.reading = reading;
  }

  TellingSpec read(Section top) {
    return new TellingSpec(lineage(top), metrics(top));
  }

  private @Nullable MetricsSpec metrics(Section top) {
    Section metrics = top.section("metrics", SpecShape.METRICS);
    if (metrics == null) {
      return null;
    }
    if (!metrics.has("prometheus") && !metrics.has("otlp")) {
      metrics.missing(
          "prometheus",
          "`metrics` says nowhere where figures go: `prometheus` or `otlp` is needed");
      return null;
    }
    Scalar file = metrics.has("prometheus") ? metrics.text("prometheus") : null;
    Scalar server = metrics.has("otlp") ? metrics.text("otlp") : null;
    return new MetricsSpec(
        file == null ? null : prometheus(file), server == null ? null : otlp(server));
  }

  private @Nullable String otlp(Scalar target) {
    if (isServer(target.text())) {
      return target.text();
    }
    reading.invalid(
        target.position(),
        "`otlp` must be the URL of a web server without a user name",
        "write `http://localhost:4318`, where a collector of OpenTelemetry listens; what it asks for"
            + " stands in OTEL_EXPORTER_OTLP_HEADERS");
    return null;
  }

  private @Nullable String prometheus(Scalar target) {
    String text = target.text();
    if (text.startsWith(FILE)) {
      return DataPaths.local(target, text.substring(FILE.length()), reading);
    }
    reading.invalid(
        target.position(),
        "`prometheus` must be `file:PATH`",
        "write `file:/var/lib/node_exporter/sluice.prom`, or wherever its textfile collector looks");
    return null;
  }

  private @Nullable LineageSpec lineage(Section top) {
    Section lineage = top.section("lineage", SpecShape.LINEAGE);
    Scalar target = lineage == null ? null : lineage.text("openlineage");
    if (lineage == null || target == null) {
      return null;
    }
    Scalar given = lineage.has("namespace") ? lineage.text("namespace") : null;
    String namespace = given == null ? LineageSpec.NAMESPACE : given.text();
    String text = target.text();
    if (text.startsWith(FILE)) {
      String path = DataPaths.local(target, text.substring(FILE.length()), reading);
      return path == null ? null : new LineageSpec(true, path, namespace);
    }
    if (isServer(text)) {
      return new LineageSpec(false, text, namespace);
    }
    reading.invalid(
        target.position(),
        "`openlineage` must be `file:PATH`, or the URL of a web server without a user name",
        "write `file:lineage.jsonl` or `https://lineage.example.com`; what a server asks for stands"
            + " in OPENLINEAGE_API_KEY");
    return null;
  }

  private static boolean isServer(String url) {
    try {
      URI uri = new URI(url);
      boolean isWeb = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
      return isWeb && uri.getHost() != null && uri.getUserInfo() == null && uri.getQuery() == null;
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
