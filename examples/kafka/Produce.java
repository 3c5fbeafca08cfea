// SPDX-License-Identifier: Apache-2.0

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** Sends clicks to a topic of two partitions. */
class Produce {
  private static final String TOPIC = "clicks";
  private static final List<String> PAGES = List.of("/", "/shop", "/shop/tea", "/about");

  public static void main(String[] args) throws Exception {
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers", args[0],
            "key.serializer", StringSerializer.class,
            "value.serializer", StringSerializer.class,
            "linger.ms", 20);
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", args[0]))) {
      if (!admin.listTopics().names().get().contains(TOPIC)) {
        admin.createTopics(List.of(new NewTopic(TOPIC, 2, (short) 1))).all().get();
      }
    }
    long first = System.currentTimeMillis();
    Queue<Exception> lost = new ConcurrentLinkedQueue<>();
    try (KafkaProducer<String, String> producer = new KafkaProducer<>(settings)) {
      for (int i = 0; i < Integer.parseInt(args[1]); i++) {
        String page = PAGES.get(i % PAGES.size());
        String value = "{\"id\": %d, \"page\": \"%s\"}".formatted(first + i, page);
        producer.send(
            new ProducerRecord<>(TOPIC, "user-" + i % 50, value),
            (place, trouble) -> {
              if (trouble != null) {
                lost.add(trouble);
              }
            });
      }
    }
    if (!lost.isEmpty()) {
      throw new IllegalStateException(lost.size() + " clicks were not sent", lost.peek());
    }
  }
}
