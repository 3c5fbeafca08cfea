// SPDX-License-Identifier: Apache-2.0
package dev.sluice.promote.notify;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Sends a request until it is answered with 2xx, at most five times.
 *
 * @param pause after the first failed attempt; it doubles with each further one
 */
record WebPost(Duration pause) {
  static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int ATTEMPTS = 5;

  /**
   * Sends it.
   *
   * @param request made anew for each attempt
   * @throws IOException when the receiver did not answer with 2xx; it may have got the request
   */
  void send(Supplier<HttpRequest> request) throws IOException {
    String trouble = "";
    HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (attempt > 0) {
        LockSupport.parkNanos(pause.toNanos() << (attempt - 1));
      }
      int status = 0;
      try {
        status = client.send(request.get(), HttpResponse.BodyHandlers.discarding()).statusCode();
        trouble = "it answered " + status;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      } catch (IOException e) {
        trouble = e.toString();
      }
      if (status / 100 == 2) {
        return;
      }
      if (status != 0 && !isWorthAnother(status)) {
        throw new IOException(trouble);
      }
    }
    throw new IOException(trouble + " (the last of " + ATTEMPTS + " attempts)");
  }

  private static boolean isWorthAnother(int status) {
    return status >= 500 || status == 408 || status == 425 || status == 429;
  }
}
