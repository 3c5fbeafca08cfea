// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;

/** Stands before a BigQuery server and does to chosen requests what the real one may do. */
public final class FaultyServer implements AutoCloseable {
  /** A request for a load job. */
  static final Predicate<Call> LOAD = call -> call.isJob() && call.body().contains("\"load\"");

  /** A request for the job that is the transaction. */
  static final Predicate<Call> COMMIT =
      call -> call.isJob() && call.body().contains("BEGIN TRANSACTION");

  static final Predicate<Call> ANY = call -> true;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client = HttpClient.newHttpClient();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Rule> rules = new CopyOnWriteArrayList<>();
  private final List<String> accepted = new CopyOnWriteArrayList<>();
  private final AtomicInteger faults = new AtomicInteger();
  private final String target;
  private final HttpServer server;

  public record Call(String method, String path, String body) {
    boolean isJob() {
      return method.equals("POST") && path.endsWith("/jobs");
    }
  }

  /** What happens to a call. */
  public interface Fault {
    void happen(FaultyServer server, HttpExchange exchange, Call call) throws IOException;
  }

  private record Rule(Predicate<Call> calls, AtomicInteger times, Fault fault) {}

  FaultyServer(String target) throws IOException {
    this.target = target;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Lets a fault happen to the next so many calls of a kind. */
  void on(Predicate<Call> calls, int times, Fault fault) {
    rules.add(new Rule(calls, new AtomicInteger(times), fault));
  }

  /** How many faults happened. */
  int faults() {
    return faults.get();
  }

  /** The ids of load jobs and transactions that the server was given. */
  List<String> accepted() {
    return List.copyOf(accepted);
  }

  /** An error in place of the answer; the server never hears of the request. */
  static Fault refuse(int code, String reason) {
    return (server, exchange, call) -> answer(exchange, code, error(code, reason));
  }

  /** The server does what was asked, but the answer is an error. */
  static Fault loseAnswer(int code) {
    return (server, exchange, call) -> {
      server.forward(exchange, call);
      answer(exchange, code, error(code, "backendError"));
    };
  }

  /** Lets a call through, perhaps another than came. */
  public void pass(HttpExchange exchange, Call call) throws IOException {
    HttpResponse<byte[]> response = forward(exchange, call);
    answer(exchange, response.statusCode(), new String(response.body(), StandardCharsets.UTF_8));
  }

  /** The connection is cut. */
  static Fault hangUp() {
    return (server, exchange, call) -> exchange.close();
  }

  /** A job that is accepted and fails. */
  static Fault failJob(String reason) {
    return (server, exchange, call) -> {
      JsonNode job = JSON.readTree(call.body());
      answer(
          exchange,
          200,
          "{\"jobReference\": %s, \"configuration\": %s, \"status\": {\"state\": \"DONE\", \"errorResult\": {\"reason\": \"%s\", \"message\": \"the test says so\"}}}"
              .formatted(job.path("jobReference"), job.path("configuration"), reason));
    };
  }

  /** Something else comes first. */
  static Fault after(Runnable other) {
    return (server, exchange, call) -> {
      other.run();
      server.pass(exchange, call);
    };
  }

  private static String error(int code, String reason) {
    return "{\"error\": {\"code\": %1$d, \"message\": \"the test says so\", \"errors\": [{\"reason\": \"%2$s\", \"message\": \"the test says so\"}]}}"
        .formatted(code, reason);
  }

  private void handle(HttpExchange exchange) throws IOException {
    byte[] sent = exchange.getRequestBody().readAllBytes();
    boolean isZipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
    byte[] body =
        isZipped && sent.length > 0
            ? new GZIPInputStream(new ByteArrayInputStream(sent)).readAllBytes()
            : sent;
    Call call =
        new Call(
            exchange.getRequestMethod(),
            exchange.getRequestURI().getPath(),
            new String(body, StandardCharsets.UTF_8));
    for (Rule rule : rules) {
      if (rule.calls().test(call) && rule.times().getAndDecrement() > 0) {
        faults.incrementAndGet();
        rule.fault().happen(this, exchange, call);
        return;
      }
    }
    pass(exchange, call);
  }

  private HttpResponse<byte[]> forward(HttpExchange exchange, Call call) throws IOException {
    if (LOAD.or(COMMIT).test(call)) {
      accepted.add(JSON.readTree(call.body()).at("/jobReference/jobId").asText());
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(target + exchange.getRequestURI()))
            .method(call.method(), HttpRequest.BodyPublishers.ofString(call.body()));
    if (!call.body().isEmpty()) {
      request.header("Content-Type", "application/json");
    }
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static void answer(HttpExchange exchange, int code, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(code, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
