// SPDX-License-Identifier: Apache-2.0
package dev.sluice.serve.http;

import com.sun.net.httpserver.Headers;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets in who knows the token, and comes from a page of ours. Every address begins with the token:
 * a cookie would be sent to whatever else listens on this machine.
 */
final class Gate {
  /** Figures are asked for by programs, which send the token beside the address. */
  static final String METRICS = "metrics";

  private static final String BEARER = "Bearer ";

  private final String token;
  private final Set<String> hosts;

  Gate(String token, int port) {
    this.token = token;
    this.hosts = Set.of("127.0.0.1:" + port, "localhost:" + port);
  }

  /** Why a request is refused; empty when it may come in. */
  Optional<Answer> refusal(boolean isPost, URI address, Headers headers) {
    if (!hosts.contains(first(headers, "Host"))) {
      return Optional.of(
          Answer.refused(403, "This server answers to " + String.join(" and ", hosts) + " alone."));
    }
    if (!isKnown(address, headers)) {
      return Optional.of(
          Answer.refused(403, "Open the address that `sluice serve` printed: it holds the token."));
    }
    String origin = first(headers, "Origin");
    boolean isForeign =
        !origin.isEmpty() && hosts.stream().noneMatch(host -> origin.equals("http://" + host));
    String site = first(headers, "Sec-Fetch-Site");
    boolean isCrossing = isPost && !site.isEmpty() && !site.equals("same-origin");
    return isForeign || isCrossing
        ? Optional.of(
            Answer.refused(403, "The request came from a page that is not of this server."))
        : Optional.empty();
  }

  private boolean isKnown(URI address, Headers headers) {
    List<String> parts = Incoming.parts(address.getRawPath());
    if (parts.equals(List.of(METRICS))) {
      String given = first(headers, "Authorization");
      String query = address.getRawQuery() == null ? "" : address.getRawQuery();
      return given.startsWith(BEARER)
          ? isToken(given.substring(BEARER.length()))
          : isToken(Incoming.fields(query).getOrDefault("token", ""));
    }
    return !parts.isEmpty() && isToken(parts.get(0));
  }

  /** Takes as long whatever is given. */
  private boolean isToken(String given) {
    return MessageDigest.isEqual(
        given.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
  }

  private static String first(Headers headers, String name) {
    @Nullable String value = headers.getFirst(name);
    return value == null ? "" : value;
  }
}
