// SPDX-License-Identifier: Apache-2.0
package dev.sluice.promote.notify;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.spec.policy.NotifySpec;
import dev.sluice.store.document.DocumentKind;
import dev.sluice.store.document.DocumentStore;
import dev.sluice.store.document.Documents;
import dev.sluice.store.document.Failpoints;
import dev.sluice.store.document.Failpoints.Step;
import dev.sluice.table.log.ManifestStore;
import dev.sluice.table.log.ManifestStore.Committed;
import dev.sluice.table.past.Horizon;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/**
 * Sends one message for each committed run, in their order, at least once: a message is marked as
 * delivered after it was, and one that was sent twice has the same id.
 */
public final class Notices {
  /** The environment variable that names a server in the place of Pub/Sub's. */
  public static final String TOPIC_SERVER = PubSubTopic.EMULATOR;

  /** Where the marks of delivered messages lie, relative to the lake's root. */
  public static final String FOLDER = "_sluice/notices";

  private final String root;
  private final NotifySpec target;

  public Notices(String lakeRoot, NotifySpec target) {
    this.root = lakeRoot;
    this.target = target;
  }

  /**
   * Sends the messages that were not delivered yet; in a lake without any, that of the newest run
   * only. Of runs that are no longer kept there is nothing to tell.
   *
   * @return how many were sent
   * @throws PipelineException NOTICE_UNDELIVERED when a message cannot be delivered; it and later
   *     ones are sent by the next call
   */
  public int deliver() {
    long newest = ManifestStore.latest(root).map(c -> c.manifest().number()).orElse(0L);
    long last = Math.max(last(newest), Horizon.of(root).first() - 1);
    for (long number = last + 1; number <= newest; number++) {
      deliver(ManifestStore.named(root, number));
    }
    return Math.toIntExact(newest - Math.min(last, newest));
  }

  /** The number of the last manifest about which nothing is to be sent. */
  private long last(long newest) {
    try {
      List<String> names = DocumentStore.of(root).list(FOLDER);
      return names.stream()
          .map(name -> name.replace(".json", ""))
          .filter(name -> name.matches("[0-9]{6,18}"))
          .mapToLong(Long::parseLong)
          .max()
          .orElse(Math.max(0, newest - 1));
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.LAKE_READ, "Cannot list %s/%s: %s".formatted(root, FOLDER, e), e);
    }
  }

  private void deliver(Committed run) {
    Message message = Message.of(run);
    try {
      Failpoints.around(Step.NOTICE_SEND, () -> send(message));
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.NOTICE_UNDELIVERED,
          "Run %s is committed as %s, but the message %s could not be delivered to %s: %s. The next run, or the same command again, sends it."
              .formatted(
                  run.manifest().run().id(),
                  run.manifest().path(),
                  message.id(),
                  target.shown(),
                  e.getMessage()),
          e);
    }
    mark(run, message);
  }

  private void send(Message message) throws IOException {
    switch (target.kind()) {
      case FILE -> NoticeFile.append(target.target(), message);
      case WEBHOOK -> Webhook.fromEnvironment(target.target()).post(message);
      case PUBSUB -> PubSubTopic.fromEnvironment(target.target()).publish(message);
    }
  }

  private void mark(Committed run, Message message) {
    String path = FOLDER + "/%06d.json".formatted(run.manifest().number());
    Notice notice =
        new Notice(Notice.VERSION, run.manifest().number(), message.id(), Instant.now().toString());
    try {
      boolean unused =
          DocumentStore.of(root).create(DocumentKind.NOTICE, path, Documents.write(notice));
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.LAKE_WRITE, "Cannot write %s/%s: %s".formatted(root, path, e), e);
    }
  }
}
