// SPDX-License-Identifier: Apache-2.0
package dev.sluice.metrics;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.metrics.DoubleGauge;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.exporter.internal.FailedExportException.HttpExportException;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporterBuilder;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.CollectionRegistration;
import io.opentelemetry.sdk.metrics.export.MetricReader;
import io.opentelemetry.sdk.resources.Resource;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Label;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends figures to a receiver of OpenTelemetry's protocol over HTTP: gauges of the names and labels
 * that Prometheus sees. A receiver that does not answer is asked up to five times.
 */
record OtlpPush(String endpoint, String headers) {
  /**
   * The environment variable from which OpenTelemetry's own exporters take what they send along.
   */
  static final String HEADERS = "OTEL_EXPORTER_OTLP_HEADERS";

  private static final String PATH = "/v1/metrics";
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final long PATIENCE_SECONDS = 60;

  /**
   * A receiver.
   *
   * @param url to which {@code /v1/metrics} is added unless it ends so
   */
  static OtlpPush to(String url) {
    String trimmed = url.replaceFirst("/+$", "");
    return new OtlpPush(
        trimmed.endsWith(PATH) ? trimmed : trimmed + PATH,
        Objects.requireNonNullElse(System.getenv(HEADERS), ""));
  }

  /**
   * Sends what there is.
   *
   * @throws PipelineException METRICS_UNWRITTEN when it was not taken
   */
  void send(MetricSnapshots figures) {
    try (SnapshotReader reader = new SnapshotReader();
        SdkMeterProvider provider = provider(reader);
        OtlpHttpMetricExporter exporter = exporter()) {
      record(provider.get("sluice"), figures);
      CompletableResultCode result =
          exporter.export(reader.collect()).join(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (!result.isSuccess()) {
        throw undelivered(result);
      }
    }
  }

  private PipelineException undelivered(CompletableResultCode result) {
    Throwable cause = result.getFailureThrowable();
    return new PipelineException(
        ErrorCode.METRICS_UNWRITTEN,
        "The figures of the run could not be sent to %s: %s".formatted(endpoint, reason(cause)),
        cause);
  }

  private static String reason(@Nullable Throwable cause) {
    if (cause instanceof HttpExportException refused && refused.getResponse() != null) {
      return "it answered " + refused.getResponse().statusCode();
    }
    String reason = "it did not answer";
    for (Throwable each = cause; each != null; each = each.getCause()) {
      reason = Objects.requireNonNullElse(each.getMessage(), reason);
    }
    return reason;
  }

  private static SdkMeterProvider provider(MetricReader reader) {
    return SdkMeterProvider.builder()
        .setResource(Resource.create(Attributes.builder().put("service.name", "sluice").build()))
        .registerMetricReader(reader)
        .build();
  }

  private OtlpHttpMetricExporter exporter() {
    OtlpHttpMetricExporterBuilder builder =
        OtlpHttpMetricExporter.builder().setEndpoint(endpoint).setTimeout(TIMEOUT);
    sent(headers).forEach(builder::addHeader);
    return builder.build();
  }

  /** As the variable spells them: {@code key=value,key=value}, values as in URLs. */
  static Map<String, String> sent(String headers) {
    Map<String, String> all = new LinkedHashMap<>();
    for (String each : headers.split(",", -1)) {
      int equal = each.indexOf('=');
      if (equal > 0) {
        String value = URLDecoder.decode(each.substring(equal + 1), StandardCharsets.UTF_8);
        all.put(each.substring(0, equal).strip(), value.strip());
      }
    }
    return all;
  }

  private static void record(Meter meter, MetricSnapshots figures) {
    figures.stream()
        .map(GaugeSnapshot.class::cast)
        .forEach(
            figure -> {
              DoubleGauge gauge =
                  meter
                      .gaugeBuilder(figure.getMetadata().getName())
                      .setDescription(figure.getMetadata().getHelp())
                      .build();
              figure.getDataPoints().forEach(point -> gauge.set(point.getValue(), labels(point)));
            });
  }

  private static Attributes labels(GaugeDataPointSnapshot point) {
    AttributesBuilder labels = Attributes.builder();
    for (Label label : point.getLabels()) {
      labels.put(label.getName(), label.getValue());
    }
    return labels.build();
  }

  /** Gives what was recorded when it is asked. */
  private static final class SnapshotReader implements MetricReader {
    private CollectionRegistration registration = CollectionRegistration.noop();

    Collection<MetricData> collect() {
      return registration.collectAllMetrics();
    }

    @Override
    public void register(CollectionRegistration given) {
      registration = given;
    }

    @Override
    public AggregationTemporality getAggregationTemporality(InstrumentType type) {
      return AggregationTemporality.CUMULATIVE;
    }

    @Override
    public CompletableResultCode forceFlush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public void close() {}
  }
}
