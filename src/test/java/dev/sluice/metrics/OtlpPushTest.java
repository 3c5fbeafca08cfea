// SPDX-License-Identifier: Apache-2.0
package dev.sluice.metrics;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.table.Verdict;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.Manifest.Inputs;
import dev.sluice.table.log.Manifest.Outcome;
import dev.sluice.table.log.Manifest.Stamp;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is sent is read by the numbers of the published message format, not by what wrote it. */
class OtlpPushTest {
  private HttpServer server;
  private int answer = 200;
  private String key = "";
  private byte[] body = {};

  @BeforeEach
  void open() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/v1/metrics",
        exchange -> {
          key = exchange.getRequestHeaders().getFirst("api-key");
          body = exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(answer, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void close() {
    server.stop(0);
  }

  @Test
  void sendsTheFiguresThatPrometheusSees() throws Exception {
    new OtlpPush(url() + "/v1/metrics", "api-key=a%20b").send(figures());
    assertThat(key, is("a b"));
    Field resource = field(UnknownFieldSet.parseFrom(body), 1);
    UnknownFieldSet metrics = message(message(resource, 0).getField(2), 0);
    Map<String, String> gauges = new TreeMap<>();
    for (int i = 0; i < metrics.getField(2).getLengthDelimitedList().size(); i++) {
      UnknownFieldSet metric = message(metrics.getField(2), i);
      gauges.put(text(metric, 1), points(message(metric.getField(5), 0)));
    }
    assertThat(
        gauges.toString(),
        is(
            "{sluice_check_passed=[{check=unique: [a], pipeline=shop, severity=fail, table=orders} 0.0],"
                + " sluice_run_duration_seconds=[{pipeline=shop} 10.0],"
                + " sluice_run_end_timestamp_seconds=[{pipeline=shop} 1.76722561E9],"
                + " sluice_run_failed=[{pipeline=shop} 1.0],"
                + " sluice_run_info=[{outcome=failed, pipeline=shop, run_id=r1} 1.0]}"));
  }

  @Test
  void saysWhoDidNotTakeThem() {
    answer = 401;
    PipelineException e =
        assertThrows(PipelineException.class, () -> OtlpPush.to(url() + "/").send(figures()));
    assertThat(e.code(), is(ErrorCode.METRICS_UNWRITTEN));
    assertThat(
        e.getMessage(),
        is(
            "The figures of the run could not be sent to %s/v1/metrics: it answered 401"
                .formatted(url())));
  }

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private static MetricSnapshots figures() {
    Stamp stamp =
        new Stamp(
            "r1",
            "a",
            "2026-01-01T00:00:00Z",
            "2026-01-01T00:00:00Z",
            "2026-01-01T00:00:10Z",
            "0".repeat(64),
            Inputs.UNKNOWN,
            "");
    Verdict verdict = new Verdict("orders", "unique: [a]", "fail", false, "1", "0");
    return RunMetrics.of(
        new Manifest(
            Manifest.VERSION, 0, "shop", stamp, Outcome.FAILED, List.of(), List.of(verdict), ""),
        Optional.empty());
  }

  private static String points(UnknownFieldSet gauge) throws IOException {
    List<String> points = new ArrayList<>();
    for (int i = 0; i < gauge.getField(1).getLengthDelimitedList().size(); i++) {
      UnknownFieldSet point = message(gauge.getField(1), i);
      Map<String, String> labels = new TreeMap<>();
      for (int l = 0; l < point.getField(7).getLengthDelimitedList().size(); l++) {
        UnknownFieldSet label = message(point.getField(7), l);
        labels.put(text(label, 1), text(message(label.getField(2), 0), 1));
      }
      long bits = point.getField(4).getFixed64List().get(0);
      points.add(labels + " " + Double.longBitsToDouble(bits));
    }
    return points.toString();
  }

  private static Field field(UnknownFieldSet message, int number) {
    return message.getField(number);
  }

  private static UnknownFieldSet message(Field field, int index) throws IOException {
    return UnknownFieldSet.parseFrom(field.getLengthDelimitedList().get(index));
  }

  private static String text(UnknownFieldSet message, int number) {
    return message.getField(number).getLengthDelimitedList().get(0).toStringUtf8();
  }
}
