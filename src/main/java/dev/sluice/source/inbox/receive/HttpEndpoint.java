// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.inbox.receive;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.source.inbox.receive.PostedMessages.Refused;
import dev.sluice.source.message.Message;
import dev.sluice.spec.receive.Receiver.Http;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** Takes posts at one address, for a table each path; answers 200 once their messages landed. */
final class HttpEndpoint implements Receivers.MessageReceiver {
  /** Each may hold the body of a post. */
  private static final int THREADS = 16;

  /** Seconds that a request may take to arrive. */
  private static final String PATIENCE = "20";

  /** How long a sender waits for its messages to land, and when it may try again, in seconds. */
  private static final int LONGEST = 30;

  private static final String RETRY_AFTER = "5";
  private static final int LONGEST_ID = 256;
  private static final long MOST_DRAINED = 64 << 20;
  private static final int STOP_SECONDS = 2;

  /** What is between two machines, or nobody's business. */
  private static final Set<String> OMITTED =
      Set.of(
          "authorization",
          "proxy-authorization",
          "cookie",
          "connection",
          "content-length",
          "transfer-encoding",
          "keep-alive");

  private final HttpServer server;
  private final ExecutorService threads =
      Executors.newFixedThreadPool(THREADS, HttpEndpoint::daemon);
  private final Map<String, Inlet> inlets = new LinkedHashMap<>();

  private HttpEndpoint(HttpServer server, List<Inlet> inlets) {
    this.server = server;
    inlets.forEach(inlet -> this.inlets.put(http(inlet).path(), inlet));
  }

  private static Http http(Inlet inlet) {
    return (Http) inlet.source().receiver();
  }

  /**
   * Begins to listen.
   *
   * @param inlets of one host and port
   */
  static HttpEndpoint start(List<Inlet> inlets) {
    Http http = http(inlets.get(0));
    for (Inlet inlet : inlets) {
      String variable = http(inlet).token();
      if (!variable.isEmpty() && token(variable) == null) {
        throw failure(
            inlet,
            "%s is not set: it holds the token that posts must carry. Set it, or leave `secrets` out"
                .formatted(variable),
            null);
      }
    }
    System.setProperty("sun.net.httpserver.maxReqTime", PATIENCE);
    try {
      InetSocketAddress address = new InetSocketAddress(http.host(), http.port());
      if (address.isUnresolved()) {
        throw new IOException("nobody knows this name");
      }
      HttpEndpoint endpoint = new HttpEndpoint(HttpServer.create(address, 0), inlets);
      endpoint.server.createContext("/", endpoint::handle);
      endpoint.server.setExecutor(endpoint.threads);
      endpoint.server.start();
      return endpoint;
    } catch (IOException e) {
      throw failure(
          inlets.get(0),
          "Cannot listen on %s:%d: %s. Is it another process's, or no address of this machine? Name another in `http`"
              .formatted(http.host(), http.port(), e.getMessage()),
          e);
    }
  }

  private static PipelineException failure(Inlet inlet, String what, @Nullable Throwable cause) {
    return new PipelineException(ErrorCode.SOURCE_UNREACHABLE, what + ".", cause)
        .about("tables", inlet.table(), "source");
  }

  private static @Nullable String token(String variable) {
    String token = System.getenv(variable);
    return token == null || token.isBlank() ? null : token.strip();
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "http source");
    thread.setDaemon(true);
    return thread;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try {
      Inlet inlet = inlets.get(exchange.getRequestURI().getPath());
      if (inlet == null) {
        throw new Refused(404, "No table takes posts here");
      }
      List<Message> messages = messages(inlet, exchange);
      CompletableFuture<Void> unused =
          inlet
              .landing()
              .land(messages)
              .orTimeout(LONGEST, TimeUnit.SECONDS)
              .whenCompleteAsync((done, trouble) -> settle(exchange, messages, trouble), threads);
    } catch (Refused e) {
      drain(exchange);
      answer(exchange, e.status(), "error", String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      answer(exchange, 500, "error", "Something went wrong here");
      throw e;
    }
  }

  private List<Message> messages(Inlet inlet, HttpExchange exchange) throws IOException, Refused {
    requireSender(inlet, exchange);
    Headers headers = exchange.getRequestHeaders();
    String format = inlet.source().messages().value().format();
    PostedMessages.requireType(format, first(headers, "Content-Type"));
    if (inlet.landing().isFull()) {
      throw new Refused(503, "So much waits to be read that nothing more is taken now");
    }
    String id = first(headers, http(inlet).idHeader()).strip();
    if (id.length() > LONGEST_ID) {
      throw new Refused(
          400, "%s has more than %d characters".formatted(http(inlet).idHeader(), LONGEST_ID));
    }
    List<byte[]> values = PostedMessages.of(format, body(inlet, exchange));
    long now = System.currentTimeMillis();
    List<Message.Header> kept = kept(headers);
    List<Message> messages = new ArrayList<>();
    for (byte[] value : values) {
      String own = id.isEmpty() || values.size() == 1 ? id : id + "/" + messages.size();
      Message.Arrival arrival = new Message.Arrival(own, now, http(inlet).path());
      messages.add(new Message(-1, now, null, value, kept, arrival));
    }
    return messages;
  }

  private static void requireSender(Inlet inlet, HttpExchange exchange) throws Refused {
    if (!exchange.getRequestMethod().equals("POST")) {
      exchange.getResponseHeaders().set("Allow", "POST");
      throw new Refused(405, "Messages come by POST");
    }
    if (!http(inlet).token().isEmpty()) {
      byte[] wanted = ("Bearer " + token(http(inlet).token())).getBytes(StandardCharsets.UTF_8);
      byte[] given =
          first(exchange.getRequestHeaders(), "Authorization").getBytes(StandardCharsets.UTF_8);
      if (!MessageDigest.isEqual(wanted, given)) {
        exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
        throw new Refused(401, "The header Authorization does not hold the token");
      }
    }
  }

  private static byte[] body(Inlet inlet, HttpExchange exchange) throws IOException, Refused {
    int most = inlet.source().limits().record();
    String encoding = first(exchange.getRequestHeaders(), "Content-Encoding");
    boolean isPlain = encoding.isEmpty() || encoding.equalsIgnoreCase("identity");
    if (!isPlain && !encoding.equalsIgnoreCase("gzip")) {
      throw new Refused(415, "Content-Encoding %s is not taken here; gzip is".formatted(encoding));
    }
    try {
      InputStream raw = exchange.getRequestBody();
      InputStream in = isPlain ? raw : new GZIPInputStream(raw);
      byte[] body = in.readNBytes(most + 1);
      if (body.length > most) {
        throw new Refused(413, "A post is at most %d bytes long here".formatted(most));
      }
      return body;
    } catch (ZipException | EOFException e) {
      throw new Refused(400, "The body is no gzip");
    }
  }

  /** Who still sends would not read the answer. */
  private static void drain(HttpExchange exchange) throws IOException {
    InputStream in = exchange.getRequestBody();
    byte[] some = new byte[64 << 10];
    long left = MOST_DRAINED;
    int read;
    while (left > 0 && (read = in.read(some)) > 0) {
      left -= read;
    }
  }

  private static List<Message.Header> kept(Headers headers) {
    List<Message.Header> kept = new ArrayList<>();
    headers.forEach(
        (name, values) -> {
          String lower = name.toLowerCase(Locale.ROOT);
          if (!OMITTED.contains(lower)) {
            values.forEach(
                value ->
                    kept.add(new Message.Header(lower, value.getBytes(StandardCharsets.UTF_8))));
          }
        });
    return kept;
  }

  private static String first(Headers headers, String name) {
    String value = headers.getFirst(name);
    return value == null ? "" : value;
  }

  private static void settle(
      HttpExchange exchange, List<Message> messages, @Nullable Throwable trouble) {
    try {
      if (trouble == null) {
        answer(exchange, 200, "received", messages.size());
      } else {
        answer(exchange, 503, "error", "The messages could not be kept; send them again");
      }
    } catch (IOException e) {
      exchange.close(); // nobody listens any more
    }
  }

  private static void answer(HttpExchange exchange, int status, String key, Object value)
      throws IOException {
    String text = value instanceof Number ? value.toString() : "\"" + quoted(value) + "\"";
    byte[] body = "{\"%s\": %s}\n".formatted(key, text).getBytes(StandardCharsets.UTF_8);
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", "application/json");
    if (status == 503) {
      headers.set("Retry-After", RETRY_AFTER);
    }
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static String quoted(Object value) {
    return String.valueOf(JsonStringEncoder.getInstance().quoteAsString(String.valueOf(value)));
  }

  /** What is under way may still be answered, for a while. */
  @Override
  public void close() {
    server.stop(STOP_SECONDS);
    threads.shutdown();
  }
}
