// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.kafka.client;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.error.issue.Suggestion;
import dev.sluice.intake.FoundLog;
import dev.sluice.source.message.PartitionPath;
import dev.sluice.spec.table.SourceSpec.Kafka;
import dev.sluice.spec.topic.TopicReading;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Asks a cluster which partitions the topics of a source have, and what lies in them. */
public final class Topics {
  private final Kafka source;

  private Topics(Kafka source) {
    this.source = source;
  }

  /**
   * The same, of which some end before their heads.
   *
   * @param heads where, by the path of the partition
   */
  public static List<FoundLog> partitions(Kafka source, Map<String, Long> heads) {
    return partitions(source).stream()
        .map(each -> each.endingAt(heads.getOrDefault(each.path(), each.head())))
        .toList();
  }

  /**
   * The partitions of all topics, by topic and number.
   *
   * @throws PipelineException NO_TOPIC; SOURCE_UNREACHABLE
   */
  public static List<FoundLog> partitions(Kafka source) {
    try {
      return new Topics(source).partitions();
    } catch (KafkaException | ExecutionException e) {
      throw Unreachable.because(source, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Unreachable.because(source, e);
    }
  }

  private List<FoundLog> partitions() throws ExecutionException, InterruptedException {
    Map<TopicPartition, String> ids = new HashMap<>();
    Map<String, Object> settings = ClientSettings.of(source);
    settings.keySet().removeIf(key -> !isOfAdmin(key));
    try (Admin admin = Admin.create(settings)) {
      for (TopicDescription topic : described(admin)) {
        topic
            .partitions()
            .forEach(
                partition ->
                    ids.put(
                        new TopicPartition(topic.name(), partition.partition()),
                        topic.topicId().toString()));
      }
    }
    try (Consumers.Lease lease = Consumers.lend(source)) {
      return offsets(lease.consumer(), ids);
    }
  }

  /** The rest is of consumers alone, and would be warned of. */
  private static boolean isOfAdmin(String key) {
    return org.apache.kafka.clients.admin.AdminClientConfig.configNames().contains(key)
        || !ConsumerConfig.configNames().contains(key);
  }

  private Collection<TopicDescription> described(Admin admin)
      throws ExecutionException, InterruptedException {
    Set<String> names = new TreeSet<>();
    Set<String> known = null;
    for (String topic : source.topics()) {
      if (!topic.contains("*")) {
        names.add(topic);
        continue;
      }
      known = known == null ? admin.listTopics().names().get() : known;
      Pattern pattern = Pattern.compile(topic.replace(".", "\\.").replace("*", ".*"));
      List<String> found = known.stream().filter(name -> pattern.matcher(name).matches()).toList();
      if (found.isEmpty()) {
        throw missing(topic, known);
      }
      names.addAll(found);
    }
    List<TopicDescription> all = new ArrayList<>();
    for (var topic : admin.describeTopics(names).topicNameValues().entrySet()) {
      try {
        all.add(topic.getValue().get());
      } catch (ExecutionException e) {
        if (e.getCause() instanceof UnknownTopicOrPartitionException
            || e.getCause() instanceof InvalidTopicException) {
          throw missing(topic.getKey(), admin.listTopics().names().get());
        }
        throw e;
      }
    }
    return all;
  }

  private PipelineException missing(String topic, Set<String> known) {
    String nearest = Suggestion.nearest(topic, known);
    return new PipelineException(
        ErrorCode.NO_TOPIC,
        "Kafka at %s has no topic %s%s. Nothing was changed."
            .formatted(
                String.join(", ", source.cluster().servers()),
                topic,
                nearest == null ? "; it has " + known.size() + " others" : "; " + nearest));
  }

  private List<FoundLog> offsets(
      Consumer<byte[], byte[]> consumer, Map<TopicPartition, String> ids) {
    Map<TopicPartition, Long> first = consumer.beginningOffsets(ids.keySet());
    Map<TopicPartition, Long> head = consumer.endOffsets(ids.keySet());
    Map<TopicPartition, Long> start = start(consumer, first, head);
    List<FoundLog> partitions = new ArrayList<>();
    ids.forEach(
        (partition, id) -> {
          long earliest = first.getOrDefault(partition, 0L);
          // The last stable offset may lie before what retention left.
          long end = Math.max(earliest, head.getOrDefault(partition, earliest));
          long begin = Math.min(end, start.getOrDefault(partition, earliest));
          PartitionPath path =
              new PartitionPath(
                  source.cluster().address(), partition.topic(), partition.partition());
          partitions.add(new FoundLog(path.toString(), path.partition(), id, earliest, begin, end));
        });
    partitions.sort(
        Comparator.comparing((FoundLog log) -> PartitionPath.of(log.path()).topic())
            .thenComparingInt(FoundLog::number));
    return partitions;
  }

  private Map<TopicPartition, Long> start(
      Consumer<byte[], byte[]> consumer,
      Map<TopicPartition, Long> first,
      Map<TopicPartition, Long> head) {
    String start = source.reading().start();
    if (start.equals(TopicReading.EARLIEST)) {
      return first;
    }
    if (start.equals(TopicReading.LATEST)) {
      return head;
    }
    long time = Instant.parse(start).toEpochMilli();
    Map<TopicPartition, Long> asked = new HashMap<>();
    first.keySet().forEach(partition -> asked.put(partition, time));
    Map<TopicPartition, Long> begin = new HashMap<>();
    for (Map.Entry<TopicPartition, @Nullable OffsetAndTimestamp> found :
        consumer.offsetsForTimes(asked).entrySet()) {
      OffsetAndTimestamp at = found.getValue();
      begin.put(found.getKey(), at == null ? head.getOrDefault(found.getKey(), 0L) : at.offset());
    }
    return begin;
  }
}
