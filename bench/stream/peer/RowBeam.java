// SPDX-License-Identifier: Apache-2.0
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.runners.direct.DirectRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.PipelineResult.State;
import org.apache.beam.sdk.io.TextIO;
import org.apache.beam.sdk.io.kafka.KafkaIO;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Count;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Values;
import org.apache.beam.sdk.transforms.WithTimestamps;
import org.apache.beam.sdk.transforms.windowing.FixedWindows;
import org.apache.beam.sdk.transforms.windowing.Window;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.joda.time.Duration;
import org.joda.time.Instant;

/**
 * The same job as people write it in Beam, a row an element: read, parse, two rules, bad rows aside, good rows and
 * counts by visitor and minute written as text. Counts what it parsed, which is more than it wrote.
 *
 * <p>usage: SERVERS TOPIC FOLDER SECONDS
 */
class RowBeam {
  static final AtomicLong PARSED = new AtomicLong();
  static final TupleTag<KV<String, Long>> GOOD = new TupleTag<>() {};
  static final TupleTag<String> BAD = new TupleTag<>() {};

  static class Judge extends DoFn<byte[], KV<String, Long>> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ProcessElement
    public void judge(@Element byte[] value, MultiOutputReceiver out) {
      PARSED.incrementAndGet();
      try {
        JsonNode node = JSON.readTree(value);
        long at = java.time.Instant.parse(node.get("at").asText()).toEpochMilli();
        boolean isGood =
            node.get("id").isIntegralNumber()
                && node.get("ms").asInt() >= 0
                && node.get("visitor").asText().startsWith("v");
        if (isGood) {
          out.get(GOOD).output(KV.of(node.get("visitor").asText(), at));
        } else {
          out.get(BAD).output(new String(value, StandardCharsets.UTF_8));
        }
      } catch (java.io.IOException | RuntimeException e) {
        out.get(BAD).output(new String(value, StandardCharsets.UTF_8));
      }
    }
  }

  public static void main(String[] args) throws Exception {
    DirectOptions options = PipelineOptionsFactory.create().as(DirectOptions.class);
    options.setRunner(DirectRunner.class);
    options.setBlockOnRun(false);
    options.setEnforceImmutability(false);
    options.setEnforceEncodability(false);
    options.setTargetParallelism(2);
    Pipeline pipeline = Pipeline.create(options);
    PCollection<byte[]> values =
        pipeline
            .apply(
                KafkaIO.<byte[], byte[]>read()
                    .withBootstrapServers(args[0])
                    .withTopic(args[1])
                    .withKeyDeserializer(ByteArrayDeserializer.class)
                    .withValueDeserializer(ByteArrayDeserializer.class)
                    .withConsumerConfigUpdates(Map.of("auto.offset.reset", "earliest"))
                    .withoutMetadata())
            .apply(Values.create());
    PCollectionTuple judged =
        values.apply("Judge", ParDo.of(new Judge()).withOutputTags(GOOD, TupleTagList.of(BAD)));
    Duration minute = Duration.standardMinutes(1);
    judged
        .get(BAD)
        .apply("Window bad", Window.into(FixedWindows.of(minute)))
        .apply("Bad", TextIO.write().to(args[2] + "/bad").withWindowedWrites().withNumShards(1));
    judged
        .get(GOOD)
        .apply("Text", MapElements.into(TypeDescriptors.strings()).via(Object::toString))
        .apply("Window good", Window.into(FixedWindows.of(Duration.standardSeconds(2))))
        .apply("Land", TextIO.write().to(args[2] + "/good").withWindowedWrites().withNumShards(2));
    judged
        .get(GOOD)
        .apply(
            WithTimestamps.<KV<String, Long>>of(row -> new Instant(row.getValue()))
                .withAllowedTimestampSkew(Duration.standardDays(9999)))
        .apply("Minutes", Window.into(FixedWindows.of(minute)))
        .apply(Count.perKey())
        .apply("Count text", MapElements.into(TypeDescriptors.strings()).via(Object::toString))
        .apply("Counts", TextIO.write().to(args[2] + "/counts").withWindowedWrites().withNumShards(1));
    PipelineResult result = pipeline.run();
    long seconds = Long.parseLong(args[3]);
    State state = result.waitUntilFinish(Duration.millis(seconds * 500));
    if (state != null && state.isTerminal()) {
      throw new IllegalStateException("the pipeline ended: " + state);
    }
    long half = PARSED.get();
    Thread.sleep(seconds * 500);
    System.out.printf("%,d rows a second in the second half%n", (PARSED.get() - half) * 2 / seconds);
    Runtime.getRuntime().halt(0);
  }
}
