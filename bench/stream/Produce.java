// SPDX-License-Identifier: Apache-2.0
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Sends events of about 110 bytes as JSON. usage: SERVERS TOPIC PARTITIONS MESSAGES RATE [VISITORS] */
class Produce {
  public static void main(String[] args) throws Exception {
    String servers = args[0];
    String topic = args[1];
    int partitions = Integer.parseInt(args[2]);
    long messages = Long.parseLong(args[3]);
    long rate = Long.parseLong(args[4]); // a second; 0 for as fast as can be, as if it had been 150,000
    int visitors = args.length > 5 ? Integer.parseInt(args[5]) : 10_000;
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
      admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1))).all().get();
    } catch (java.util.concurrent.ExecutionException e) {
      if (!(e.getCause() instanceof org.apache.kafka.common.errors.TopicExistsException)) {
        throw e;
      }
    }
    Map<String, Object> how =
        Map.of(
            "bootstrap.servers", servers,
            "linger.ms", 20,
            "batch.size", 200_000,
            "compression.type", "lz4",
            "buffer.memory", 64L << 20,
            "acks", "all");
    SplittableRandom random = new SplittableRandom(7);
    String[] pages = {"/", "/search", "/cart", "/pay", "/help"};
    long began = System.nanoTime();
    String at = "";
    long first = System.currentTimeMillis() - messages / 150;
    Queue<Exception> lost = new ConcurrentLinkedQueue<>();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(how, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (long n = 0; n < messages; n++) {
        if (n % 1_000 == 0) {
          long due = rate == 0 ? 0 : n * 1_000_000_000L / rate;
          long ahead;
          while ((ahead = due - (System.nanoTime() - began)) > 0) {
            LockSupport.parkNanos(Math.min(ahead, TimeUnit.MILLISECONDS.toNanos(50)));
          }
          long sent = rate == 0 ? first + n / 150 : System.currentTimeMillis();
          at = Instant.ofEpochMilli(sent).toString();
        }
        String value =
            "{\"id\": " + n + ", \"visitor\": \"v" + random.nextInt(visitors) + "\", \"page\": \""
                + pages[random.nextInt(5)] + "\", \"at\": \"" + at + "\", \"ms\": " + random.nextInt(900) + "}";
        producer.send(
            new ProducerRecord<>(topic, (int) (n % partitions), null, value.getBytes(StandardCharsets.UTF_8)),
            (place, trouble) -> {
              if (trouble != null) {
                lost.add(trouble);
              }
            });
      }
    }
    if (!lost.isEmpty()) {
      throw new IllegalStateException(lost.size() + " messages were not sent", lost.peek());
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    System.out.printf("%,d messages in %.1f s, %,.0f a second%n", messages, seconds, messages / seconds);
  }
}
