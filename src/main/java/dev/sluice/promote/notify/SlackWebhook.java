// SPDX-License-Identifier: Apache-2.0
package dev.sluice.promote.notify;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.promote.notify.Message.Counts;
import dev.sluice.table.Verdict;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Posts messages as text for people, in the form of Slack's incoming webhooks, which Mattermost,
 * Rocket.Chat and Discord (behind {@code /slack}) take too: an object with {@code text}. The URL is
 * the secret; nothing is signed. No value of any row is in it.
 */
record SlackWebhook(String url, Duration pause) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What people read of a long reason. */
  private static final int MOST = 600;

  /** As many changes of a table are named. */
  private static final int MOST_CHANGES = 10;

  SlackWebhook(String url) {
    this(url, Duration.ofMillis(500));
  }

  /**
   * Posts a message.
   *
   * @throws IOException when the receiver did not answer with 2xx; it may have got the message
   */
  void post(Message message) throws IOException {
    String body = JSON.writeValueAsString(Map.of("text", text(message)));
    new WebPost(pause)
        .send(
            () ->
                HttpRequest.newBuilder(URI.create(url))
                    .timeout(WebPost.TIMEOUT)
                    .header("content-type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build());
  }

  static String text(Message message) {
    Message.Data data = message.data();
    StringBuilder text =
        new StringBuilder("*" + escape(data.pipeline()) + "*: run " + data.runId());
    text.append(
        switch (message.type()) {
          case "run.staged" -> " is staged and waits for approval";
          case "run.published" -> " is released";
          default -> " failed; nothing of it is visible";
        });
    if (!data.reason().isEmpty()) {
      String reason = data.reason();
      text.append("\n> ")
          .append(escape(reason.length() > MOST ? reason.substring(0, MOST) + "…" : reason));
    }
    for (Verdict verdict : data.verdicts()) {
      if (!verdict.passed()) {
        text.append(
            escape(
                "\n• %s: %s is %s, expected %s (%s)"
                    .formatted(
                        verdict.table(),
                        verdict.check(),
                        verdict.observed(),
                        verdict.expected(),
                        verdict.severity())));
      }
    }
    for (TableChanges table : data.changes()) {
      List<String> changes = table.changes();
      int rest = changes.size() - MOST_CHANGES;
      text.append(
          escape(
              "\n• %s: %s%s"
                  .formatted(
                      table.table(),
                      String.join(", ", changes.subList(0, Math.min(MOST_CHANGES, changes.size()))),
                      rest > 0 ? " and %,d more changes".formatted(rest) : "")));
    }
    String dead =
        data.tables().stream()
            .filter(table -> table.counts().dead() > 0)
            .map(SlackWebhook::dead)
            .collect(Collectors.joining(", "));
    return dead.isEmpty() ? text.toString() : text + "\n• dead rows: " + escape(dead);
  }

  private static String dead(Counts table) {
    return "%s %,d of %,d".formatted(table.table(), table.counts().dead(), table.counts().read());
  }

  /** What Slack asks for in texts. */
  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
