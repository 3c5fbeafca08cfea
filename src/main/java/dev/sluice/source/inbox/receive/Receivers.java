// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.inbox.receive;

import dev.sluice.error.PipelineException;
import dev.sluice.spec.receive.Receiver;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All that receive for a pipeline, until they are closed. */
public final class Receivers implements AutoCloseable {
  private final List<MessageReceiver> all = new ArrayList<>();

  private Receivers() {}

  /** Receives from one kind of sender; what is thrown while it does is told when it is asked. */
  interface MessageReceiver extends AutoCloseable {
    /**
     * Requires that it receives still.
     *
     * @throws PipelineException why it does not
     */
    default void require() {}

    /** Whether its server said at least once what is there, or that nothing is. */
    default boolean isAnswered() {
      return true;
    }

    /** Receives nothing more; what came may still be acknowledged. */
    @Override
    void close();

    /** Acknowledges nothing more either. */
    default void end() {}
  }

  /**
   * Begins to receive.
   *
   * @throws PipelineException when one cannot; then none does
   */
  public static Receivers start(List<Inlet> inlets) {
    Receivers receivers = new Receivers();
    try {
      Map<String, List<Inlet>> endpoints = new LinkedHashMap<>();
      for (Inlet inlet : inlets) {
        if (inlet.source().receiver() instanceof Receiver.Http http) {
          endpoints
              .computeIfAbsent(http.host() + ":" + http.port(), each -> new ArrayList<>())
              .add(inlet);
        }
      }
      for (Inlet inlet : inlets) {
        Receiver from = inlet.source().receiver();
        if (from instanceof Receiver.PubSub subscription) {
          receivers.all.add(PubSubReceiver.start(inlet, subscription));
        } else if (from instanceof Receiver.Mqtt mqtt) {
          receivers.all.add(MqttReceiver.start(inlet, mqtt));
        } else if (from instanceof Receiver.RabbitMq queue) {
          receivers.all.add(RabbitReceiver.start(inlet, queue));
        }
      }
      endpoints.values().forEach(each -> receivers.all.add(HttpEndpoint.start(each)));
      return receivers;
    } catch (RuntimeException e) {
      receivers.close();
      receivers.end();
      throw e;
    }
  }

  /**
   * Requires that all receive still.
   *
   * @throws PipelineException why one does not
   */
  public void require() {
    all.forEach(MessageReceiver::require);
  }

  /** Whether all servers that are asked said what is there. */
  public boolean areAnswered() {
    return all.stream().allMatch(MessageReceiver::isAnswered);
  }

  /** Receives nothing more; what came may still be acknowledged. */
  @Override
  public void close() {
    all.forEach(MessageReceiver::close);
  }

  /** Acknowledges nothing more; to be called when all that came landed. */
  public void end() {
    all.forEach(MessageReceiver::end);
  }
}
