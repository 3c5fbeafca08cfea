// SPDX-License-Identifier: Apache-2.0
package dev.sluice.promote.notify;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.outbox.Outbox;
import dev.sluice.outbox.Tell;
import dev.sluice.spec.policy.NotifySpec;
import dev.sluice.store.document.Failpoints;
import dev.sluice.store.document.Failpoints.Step;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.Manifest.Outcome;
import dev.sluice.table.log.ManifestStore;
import dev.sluice.table.log.ManifestStore.Committed;
import java.io.IOException;
import java.util.Optional;

/**
 * Sends one message for each run that ended, committed or failed, at least once; one that was sent
 * twice has the same id.
 */
public final class Notices {
  /** The environment variable that names a server in the place of Pub/Sub's. */
  public static final String TOPIC_SERVER = PubSubTopic.EMULATOR;

  private final String root;
  private final NotifySpec target;

  public Notices(String lakeRoot, NotifySpec target) {
    this.root = lakeRoot;
    this.target = target;
  }

  /** The step that sends them, once production shows what it is to show. */
  public static Tell telling(String lakeRoot, NotifySpec target) {
    return Tell.by(() -> new Notices(lakeRoot, target).deliver());
  }

  /**
   * Sends the messages that were not delivered yet; see {@link Outbox#deliver}.
   *
   * @return how many were sent
   * @throws PipelineException NOTICE_UNDELIVERED when a message cannot be delivered; it and later
   *     ones are sent by the next call
   */
  public int deliver() {
    return new Outbox(root, Outbox.NOTICES).deliver(this::deliver);
  }

  private String deliver(Manifest run, String digest) {
    Message message = Message.of(run, digest, base(run));
    try {
      Failpoints.around(Step.NOTICE_SEND, () -> send(message));
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.NOTICE_UNDELIVERED,
          "Run %s %s, but the message %s could not be delivered to %s: %s. The next run, or the same command again, sends it."
              .formatted(
                  run.run().id(),
                  run.outcome() == Outcome.FAILED ? "failed" : "is committed as " + run.path(),
                  message.id(),
                  target.shown(),
                  e.getMessage()),
          e);
    }
    return message.id();
  }

  /** The run that a committed one built on; empty for a first run, and where it is not kept. */
  private Optional<Manifest> base(Manifest run) {
    long number = run.run().inputs().base();
    return run.outcome() == Outcome.FAILED || number == 0
        ? Optional.empty()
        : ManifestStore.ifKept(root, number).map(Committed::manifest);
  }

  private void send(Message message) throws IOException {
    switch (target.kind()) {
      case FILE -> NoticeFile.append(target.target(), message);
      case WEBHOOK -> Webhook.fromEnvironment(target.target()).post(message);
      case SLACK -> new SlackWebhook(target.target()).post(message);
      case PUBSUB -> PubSubTopic.fromEnvironment(target.target()).publish(message);
    }
  }
}
