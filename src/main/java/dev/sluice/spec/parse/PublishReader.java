// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse;

import dev.sluice.spec.parse.context.SpecContext;
import dev.sluice.spec.parse.location.DataPaths;
import dev.sluice.spec.policy.NotifySpec;
import dev.sluice.spec.policy.NotifySpec.Kind;
import dev.sluice.spec.policy.PublishSpec;
import dev.sluice.spec.yaml.Node.Field;
import dev.sluice.spec.yaml.Node.Scalar;
import dev.sluice.spec.yaml.Section;
import dev.sluice.spec.yaml.SpecShape;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the key {@code publish}. */
final class PublishReader {
  /** As cloud.google.com/pubsub/docs/pubsub-basics#resource_names has it. */
  private static final Pattern TOPIC =
      Pattern.compile(
          "projects/[a-z][a-z0-9.:-]{4,62}/topics/(?!goog)[A-Za-z][A-Za-z0-9._~+%-]{2,254}");

  private final SpecContext reading;

  PublishReader(SpecContext reading) {
    this.reading = reading;
  }

  PublishSpec read(Section top) {
    PublishSpec byDefault = PublishSpec.DEFAULT;
    Section publish = top.section("publish", SpecShape.PUBLISH);
    if (publish == null) {
      return byDefault;
    }
    Scalar notify = publish.has("notify") ? publish.text("notify") : null;
    Duration expire = reading.span(publish, "expire_after");
    return new PublishSpec(
        publish.choice("approve", byDefault.approve()),
        notify == null ? null : target(notify),
        expire == null ? byDefault.expireAfter() : expire,
        signers(publish));
  }

  private Map<String, String> signers(Section publish) {
    Map<String, String> signers = new TreeMap<>();
    for (Field field : publish.entries("signers")) {
      boolean isKey =
          field.value() instanceof Scalar scalar && scalar.isText() && isPublicKey(scalar.text());
      if (isKey) {
        signers.put(field.name(), ((Scalar) field.value()).text());
      } else {
        reading.invalid(
            field.value().position(),
            "the key of signer `" + field.name() + "` is not `ed25519:` and 32 bytes in Base64",
            "`openssl pkey -in my.pem -pubout -outform DER | tail -c 32 | base64` prints those of"
                + " a key");
      }
    }
    return signers;
  }

  private static boolean isPublicKey(String text) {
    try {
      return text.startsWith("ed25519:")
          && Base64.getDecoder().decode(text.substring("ed25519:".length())).length == 32;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private @Nullable NotifySpec target(Scalar notify) {
    String text = notify.text();
    if (text.startsWith("file:")) {
      String path = DataPaths.local(notify, text.substring("file:".length()), reading);
      return path == null ? null : new NotifySpec(Kind.FILE, path);
    }
    if (text.startsWith("webhook:")) {
      return web(Kind.WEBHOOK, notify, text.substring("webhook:".length()));
    }
    if (text.startsWith("slack:")) {
      return web(Kind.SLACK, notify, text.substring("slack:".length()));
    }
    if (text.startsWith("pubsub:")) {
      return topic(notify, text.substring("pubsub:".length()));
    }
    reading.invalid(
        notify.position(),
        "`notify` must be `file:PATH`, `webhook:URL`, `slack:URL` or `pubsub:TOPIC`",
        "begin with one of `file:`, `webhook:`, `slack:` and `pubsub:`; the rest is not shown here, it may be"
            + " a secret");
    return null;
  }

  private @Nullable NotifySpec topic(Scalar notify, String topic) {
    if (TOPIC.matcher(topic).matches()) {
      return new NotifySpec(Kind.PUBSUB, topic);
    }
    reading.invalid(
        notify.position(),
        "after `pubsub:` must stand the full name of a topic",
        "write `pubsub:projects/PROJECT/topics/TOPIC`");
    return null;
  }

  private @Nullable NotifySpec web(Kind kind, Scalar notify, String url) {
    try {
      URI uri = new URI(url);
      boolean isWeb = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
      if (isWeb && uri.getHost() != null && uri.getUserInfo() == null) {
        return new NotifySpec(kind, url);
      }
    } catch (URISyntaxException e) {
      // reported below, as any other text that is no address
    }
    reading.invalid(
        notify.position(),
        "after `%s:` must stand the URL of a web server, without a user name"
            .formatted(kind.name().toLowerCase(Locale.ROOT)),
        "write `webhook:https://hooks.example.com/sluice`");
    return null;
  }
}
