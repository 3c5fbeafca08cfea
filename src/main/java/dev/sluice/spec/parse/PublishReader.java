// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse;

import dev.sluice.spec.NotifySpec;
import dev.sluice.spec.NotifySpec.Kind;
import dev.sluice.spec.PublishSpec;
import dev.sluice.spec.Spans;
import dev.sluice.spec.yaml.Node.Scalar;
import dev.sluice.spec.yaml.Section;
import dev.sluice.spec.yaml.Shape;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the key {@code publish}. */
final class PublishReader {
  private final Reading reading;

  PublishReader(Reading reading) {
    this.reading = reading;
  }

  PublishSpec read(Section top) {
    PublishSpec byDefault = PublishSpec.DEFAULT;
    Section publish = top.section("publish", Shape.PUBLISH);
    if (publish == null) {
      return byDefault;
    }
    Scalar notify = publish.has("notify") ? publish.text("notify") : null;
    Scalar expire = publish.has("expire_after") ? publish.text("expire_after") : null;
    return new PublishSpec(
        publish.choice("approve", byDefault.approve()),
        notify == null ? null : target(notify),
        expire == null ? byDefault.expireAfter() : span(expire));
  }

  private Duration span(Scalar text) {
    Optional<Duration> span = Spans.parse(text.text()).filter(s -> !s.isZero());
    if (span.isEmpty()) {
      reading.invalid(
          text.position(), text.description() + " is not a span of time", "write " + Spans.FORM);
    }
    return span.orElse(PublishSpec.DEFAULT.expireAfter());
  }

  private @Nullable NotifySpec target(Scalar notify) {
    String text = notify.text();
    if (text.startsWith("file:")) {
      String path = DataPaths.local(notify, text.substring("file:".length()), reading);
      return path == null ? null : new NotifySpec(Kind.FILE, path);
    }
    if (text.startsWith("webhook:")) {
      return webhook(notify, text.substring("webhook:".length()));
    }
    if (text.startsWith("pubsub:")) {
      reading.invalid(
          notify.position(),
          "`pubsub:` is not available yet",
          "use `file:PATH` or `webhook:https://…`");
    } else {
      reading.invalid(
          notify.position(),
          "`notify` must be `file:PATH` or `webhook:URL`, not " + notify.description());
    }
    return null;
  }

  private @Nullable NotifySpec webhook(Scalar notify, String url) {
    try {
      URI uri = new URI(url);
      boolean isWeb = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
      if (isWeb && uri.getHost() != null && uri.getUserInfo() == null) {
        return new NotifySpec(Kind.WEBHOOK, url);
      }
    } catch (URISyntaxException e) {
      // reported below, as any other text that is no address
    }
    reading.invalid(
        notify.position(),
        "after `webhook:` must stand the URL of a web server, without a user name",
        "write `webhook:https://hooks.example.com/sluice`");
    return null;
  }
}
