// SPDX-License-Identifier: Apache-2.0
package dev.sluice.serve.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** Listens on this machine alone. */
public final class LocalServer implements AutoCloseable {
  private static final int TOKEN_BYTES = 32;
  private static final int MOST_FORM_BYTES = 65_536;
  private static final int THREADS = 4;

  /** Seconds that a request may take to arrive. */
  private static final String PATIENCE = "20";

  private final HttpServer server;
  private final ExecutorService threads =
      Executors.newFixedThreadPool(THREADS, LocalServer::daemon);
  private final String token = token();
  private final Gate gate;
  private final Function<Incoming, Answer> answers;

  private LocalServer(HttpServer server, Function<String, Function<Incoming, Answer>> answers) {
    this.server = server;
    this.gate = new Gate(token, server.getAddress().getPort());
    this.answers = answers.apply("/" + token);
  }

  /**
   * Begins to listen.
   *
   * @param port 0 for any that is free
   * @param answers told how every address begins
   * @throws PipelineException when something else listens there
   */
  public static LocalServer start(int port, Function<String, Function<Incoming, Answer>> answers) {
    System.setProperty("sun.net.httpserver.maxReqTime", PATIENCE);
    try {
      InetAddress here = InetAddress.getByAddress("localhost", new byte[] {127, 0, 0, 1});
      LocalServer server =
          new LocalServer(HttpServer.create(new InetSocketAddress(here, port), 0), answers);
      server.server.createContext("/", server::handle);
      server.server.setExecutor(server.threads);
      server.server.start();
      return server;
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.INVALID_VALUE,
          "Cannot listen on port %d of this machine: %s. Name another one with --port, or --port 0 for any that is free."
              .formatted(port, e.getMessage()),
          e);
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "serve");
    thread.setDaemon(true);
    return thread;
  }

  private static String token() {
    byte[] bytes = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Where a browser begins. */
  public String address() {
    return "http://127.0.0.1:%d/%s/".formatted(server.getAddress().getPort(), token);
  }

  /** Where Prometheus finds figures, which sends the token. */
  public String metrics() {
    return "http://127.0.0.1:%d/%s".formatted(server.getAddress().getPort(), Gate.METRICS);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      send(exchange, answer(exchange));
    }
  }

  private Answer answer(HttpExchange exchange) throws IOException {
    String method = exchange.getRequestMethod();
    boolean isPost = method.equals("POST");
    if (!isPost && !method.equals("GET") && !method.equals("HEAD")) {
      return Answer.refused(405, "Pages are read (GET), and forms sent (POST).");
    }
    try {
      Optional<Answer> refusal =
          gate.refusal(isPost, exchange.getRequestURI(), exchange.getRequestHeaders());
      return refusal.isPresent() ? refusal.get() : known(exchange, isPost);
    } catch (IllegalArgumentException e) {
      return Answer.refused(400, "The address is not spelled as addresses are.");
    }
  }

  private Answer known(HttpExchange exchange, boolean isPost) throws IOException {
    String path = exchange.getRequestURI().getRawPath();
    if (path.equals("/" + token)) {
      return Answer.goTo(path + "/");
    }
    String query = exchange.getRequestURI().getRawQuery();
    Map<String, String> fields = new LinkedHashMap<>(Incoming.fields(query == null ? "" : query));
    if (isPost) {
      byte[] form = exchange.getRequestBody().readNBytes(MOST_FORM_BYTES + 1);
      if (form.length > MOST_FORM_BYTES) {
        return Answer.refused(413, "The form is longer than 64 kB.");
      }
      fields.putAll(Incoming.fields(new String(form, StandardCharsets.UTF_8)));
    }
    List<String> parts = Incoming.parts(path);
    boolean isMetrics = parts.equals(List.of(Gate.METRICS));
    return answers.apply(
        new Incoming(isPost, isMetrics ? parts : parts.subList(1, parts.size()), fields));
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", answer.type());
    headers.set("Cache-Control", "no-store");
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("X-Frame-Options", "DENY");
    headers.set("Content-Security-Policy", "frame-ancestors 'none'");
    headers.set("Cross-Origin-Opener-Policy", "same-origin");
    headers.set("Cross-Origin-Resource-Policy", "same-origin");
    headers.set("Referrer-Policy", "same-origin");
    if (!answer.location().isEmpty()) {
      headers.set("Location", answer.location());
    }
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    boolean isHead = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(answer.status(), isHead || body.length == 0 ? -1 : body.length);
    if (!isHead && body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
