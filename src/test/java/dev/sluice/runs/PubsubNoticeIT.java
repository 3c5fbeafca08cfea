// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.InstantiatingGrpcChannelProvider;
import com.google.cloud.pubsub.v1.SubscriptionAdminClient;
import com.google.cloud.pubsub.v1.SubscriptionAdminSettings;
import com.google.cloud.pubsub.v1.TopicAdminClient;
import com.google.cloud.pubsub.v1.TopicAdminSettings;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.PushConfig;
import com.google.pubsub.v1.ReceivedMessage;
import dev.sluice.fixture.Child;
import dev.sluice.fixture.Emulators;
import dev.sluice.fixture.Pipelines.Ran;
import io.grpc.ManagedChannelBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages on staged runs, taken from a real Pub/Sub server by Google's own client. */
class PubsubNoticeIT {
  private static final Path HOME = Path.of(System.getProperty("sluice.home", ".")).toAbsolutePath();
  private static final String HEADER = "id,shop,amount,at\n";

  private @TempDir Path folder;
  private final String topic = "projects/p-test/topics/staged-" + UUID.randomUUID();
  private final String subscription = topic.replace("/topics/", "/subscriptions/");
  private TopicAdminClient topics;
  private SubscriptionAdminClient subscriptions;

  @BeforeEach
  void connect() throws IOException {
    InstantiatingGrpcChannelProvider channel =
        InstantiatingGrpcChannelProvider.newBuilder()
            .setEndpoint(Emulators.pubsub())
            .setChannelConfigurator(ManagedChannelBuilder::usePlaintext)
            .build();
    topics =
        TopicAdminClient.create(
            TopicAdminSettings.newBuilder()
                .setCredentialsProvider(NoCredentialsProvider.create())
                .setTransportChannelProvider(channel)
                .build());
    subscriptions =
        SubscriptionAdminClient.create(
            SubscriptionAdminSettings.newBuilder()
                .setCredentialsProvider(NoCredentialsProvider.create())
                .setTransportChannelProvider(channel)
                .build());
  }

  @AfterEach
  void disconnect() {
    if (topics != null) {
      topics.close();
      subscriptions.close();
    }
  }

  @Test
  void publishesOneMessageForEachStagedRun() throws IOException {
    listen();
    SmallShop shop = shop("").data("a.csv", HEADER + "1,x,1.00,2026-01-01\n");
    shop.run();
    List<PubsubMessage> sent = pull();
    assertThat(sent, hasSize(1));
    PubsubMessage message = sent.get(0);
    JsonNode body = new ObjectMapper().readTree(message.getData().toStringUtf8());
    assertThat(message.getAttributesOrThrow("type"), is("run.staged"));
    assertThat(message.getAttributesOrThrow("id"), is(body.path("id").asText()));
    assertThat(message.getAttributesOrThrow("pipeline"), is("small"));
    assertThat(body.at("/data/tables/0/counts/published").asLong(), is(1L));

    shop.run(); // nothing changed, nothing is said
    assertThat(pull(), is(empty()));
    shop.data("b.csv", HEADER + "2,x,2.00,2026-01-02\n").run();
    assertThat(pull(), hasSize(1));
  }

  @Test
  void saysWhyARunFailed() {
    listen();
    SmallShop shop = shop("checks: [{row_count: {min: 9}}]");
    assertThat(shop.data("a.csv", HEADER + "1,x,1.00,2026-01-01\n").attempt().exit(), is(1));
    List<PubsubMessage> said = pull();
    assertThat(said, hasSize(1));
    assertThat(said.get(0).getAttributesOrThrow("type"), is("run.failed"));
  }

  /** As the trigger of deploy/terraform does once a person approved the build. */
  @Test
  void startsThePromotionOfTheRunItTellsOf() throws IOException {
    listen();
    SmallShop shop = shop("").data("a.csv", HEADER + "1,x,1.00,2026-01-01\n");
    shop.run();
    PubsubMessage message = pull().get(0);
    String run = bound("_RUN", message);
    String digest = bound("_DIGEST", message);
    Path current = folder.resolve("lake/production/current.json");
    assertThat(Files.exists(current), is(false));

    assertThat(promote(run, digest.replace('0', '1').replace('2', '0')), is(3));
    assertThat(Files.exists(current), is(false));
    assertThat(promote(run, digest), is(0));
    JsonNode release = new ObjectMapper().readTree(current.toFile());
    assertThat(release.at("/run/id").asText(), is(run));
    assertThat(release.at("/made/by").asText(), is("build 7"));

    assertThat("delivered twice", promote(run, digest), is(3));
    assertThat(new ObjectMapper().readTree(current.toFile()), is(release));
  }

  /** What the trigger takes from a message for one of its substitutions. */
  private static String bound(String substitution, PubsubMessage message) throws IOException {
    Matcher binding =
        Pattern.compile(substitution + "\\s*= \"\\$\\(body\\.message\\.data\\.([a-z_.]+)\\)\"")
            .matcher(Files.readString(HOME.resolve("deploy/terraform/builds.tf")));
    assertThat(substitution, binding.find(), is(true));
    JsonNode body = new ObjectMapper().readTree(message.getData().toStringUtf8());
    return body.at("/" + binding.group(1).replace('.', '/')).asText();
  }

  private int promote(String run, String digest) {
    String script =
        "SLUICE=\"$*\" exec %s/scripts/delivery/promote-data %s %s %s 7"
            .formatted(HOME, folder, run, digest);
    return Child.startThrough(script).await();
  }

  @Test
  void keepsAMessageThatCouldNotBeDelivered() {
    SmallShop shop = shop("").data("a.csv", HEADER + "1,x,1.00,2026-01-01\n");
    Ran ran = shop.attempt();
    assertThat(ran.exit(), is(5));
    assertThat(ran.err(), containsString("NOTICE_UNDELIVERED: Run "));
    assertThat(ran.err(), containsString("could not be delivered to " + topic));
    assertThat(ran.err(), containsString("NOT_FOUND"));

    listen();
    assertThat(shop.attempt().exit(), is(0));
    assertThat(pull(), hasSize(1));
  }

  private void listen() {
    topics.createTopic(topic);
    subscriptions.createSubscription(subscription, topic, PushConfig.getDefaultInstance(), 60);
  }

  /** What was published since the last call. */
  private List<PubsubMessage> pull() {
    @SuppressWarnings("deprecation") // the server answers at once when there is nothing
    List<ReceivedMessage> received =
        subscriptions
            .pullCallable()
            .call(
                com.google.pubsub.v1.PullRequest.newBuilder()
                    .setSubscription(subscription)
                    .setMaxMessages(10)
                    .setReturnImmediately(true)
                    .build())
            .getReceivedMessagesList();
    if (!received.isEmpty()) {
      subscriptions.acknowledge(
          subscription, received.stream().map(ReceivedMessage::getAckId).toList());
    }
    return received.stream().map(ReceivedMessage::getMessage).toList();
  }

  private SmallShop shop(String line) {
    SmallShop shop =
        new SmallShop(folder).spec("{csv: data/*.csv}", "load: merge", "key: [id]", line);
    Path spec = folder.resolve("pipeline.yaml");
    try {
      String yaml = Files.readString(spec);
      dev.sluice.fixture.Pipelines.write(
          spec, "publish: {approve: manual, notify: \"pubsub:" + topic + "\"}\n" + yaml);
      return shop;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
