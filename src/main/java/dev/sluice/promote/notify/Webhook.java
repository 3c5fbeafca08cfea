// SPDX-License-Identifier: Apache-2.0
package dev.sluice.promote.notify;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Posts messages with a signature as the Standard Webhooks specification 1.0 describes it: HMAC-SHA
 * 256 over {@code id.timestamp.body}, in Base64, in the header {@code webhook-signature}.
 */
public final class Webhook {
  /** The environment variable that holds the secret: Base64, with or without {@code whsec_}. */
  public static final String VARIABLE = "SLUICE_WEBHOOK_SECRET";

  private static final String PREFIX = "whsec_";

  private final URI url;
  private final byte[] secret;
  private final Duration pause;
  private final Clock clock;

  /**
   * Posts to a URL.
   *
   * @param pause after the first failed attempt; it doubles with each further one
   */
  Webhook(String url, byte[] secret, Duration pause, Clock clock) {
    this.url = URI.create(url);
    this.secret = secret.clone();
    this.pause = pause;
    this.clock = clock;
  }

  /**
   * Posts to a URL with the secret of the environment.
   *
   * @throws PipelineException ENV_UNSET when there is none
   */
  public static Webhook fromEnvironment(String url) {
    return new Webhook(
        url, secret(System.getenv(VARIABLE)), Duration.ofMillis(500), Clock.systemUTC());
  }

  static byte[] secret(@Nullable String text) {
    if (text == null || text.isBlank()) {
      throw new PipelineException(
              ErrorCode.ENV_UNSET,
              "`notify: webhook:` signs its messages with the secret in "
                  + VARIABLE
                  + ", which is not set. Set it to the secret that the receiver knows.")
          .about("publish", "notify");
    }
    String base64 = text.strip();
    try {
      byte[] secret =
          Base64.getDecoder()
              .decode(base64.startsWith(PREFIX) ? base64.substring(PREFIX.length()) : base64);
      if (secret.length > 0) {
        return secret;
      }
    } catch (IllegalArgumentException e) {
      // reported below, as a secret of no bytes
    }
    throw new PipelineException(
            ErrorCode.INVALID_VALUE,
            "The secret in %s is not Base64, with or without `whsec_` before it: receivers that follow Standard Webhooks could not check a signature by it. `openssl rand -base64 32` makes one; a text of yours becomes one by `base64`."
                .formatted(VARIABLE))
        .about("publish", "notify");
  }

  /**
   * Posts a message.
   *
   * @throws IOException when the receiver did not answer with 2xx; it may have got the message
   */
  void post(Message message) throws IOException {
    new WebPost(pause).send(() -> request(message));
  }

  private HttpRequest request(Message message) {
    String body = message.json();
    long time = clock.instant().getEpochSecond();
    return HttpRequest.newBuilder(url)
        .timeout(WebPost.TIMEOUT)
        .header("content-type", "application/json")
        .header("webhook-id", message.id())
        .header("webhook-timestamp", Long.toString(time))
        .header("webhook-signature", signature(secret, message.id() + "." + time + "." + body))
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
  }

  static String signature(byte[] secret, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      return "v1,"
          + Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java has HMAC-SHA256", e);
    }
  }
}
