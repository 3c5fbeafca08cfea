// SPDX-License-Identifier: Apache-2.0
package dev.sluice.store.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.fixture.Buckets;
import dev.sluice.fixture.Emulators;
import dev.sluice.fixture.FaultyProxy;
import dev.sluice.fixture.FaultyProxy.Fault;
import dev.sluice.fixture.FaultyProxy.When;
import dev.sluice.store.document.DocumentStore.OutcomeUnknownException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents in a bucket of a real server, some of whose answers get lost. */
class GcsDocumentsIT {
  private static final byte[] ONE = "one".getBytes(UTF_8);
  private static final byte[] TWO = "two".getBytes(UTF_8);
  private static final DocumentKind KIND = DocumentKind.MANIFEST;

  private FaultyProxy proxy;
  private GcsDocuments documents;

  @BeforeEach
  void open() {
    proxy = new FaultyProxy(Emulators.gcs());
    documents =
        new GcsDocuments(
            Buckets.client(proxy.address()), "gs://" + Buckets.make() + "/lake/deeper");
  }

  @AfterEach
  void close() {
    if (proxy != null) {
      proxy.close();
    }
  }

  @Test
  void createsOnce() throws IOException {
    assertThat(documents.read("m/1.json"), is(Optional.empty()));
    assertThat(documents.create(KIND, "m/1.json", ONE), is(true));
    assertThat(documents.create(KIND, "m/1.json", TWO), is(false));
    assertThat(new String(documents.read("m/1.json").orElseThrow(), UTF_8), is("one"));
  }

  @Test
  void letsOneOfManyWritersWin() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    List<Future<Boolean>> tries = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      byte[] content = ("writer " + i).getBytes(UTF_8);
      tries.add(threads.submit(() -> documents.create(KIND, "m/1.json", content)));
    }
    List<String> winners = new ArrayList<>();
    for (int i = 0; i < tries.size(); i++) {
      if (tries.get(i).get()) {
        winners.add("writer " + i);
      }
    }
    threads.shutdown();
    assertThat(winners, hasSize(1));
    assertThat(new String(documents.read("m/1.json").orElseThrow(), UTF_8), is(winners.get(0)));
  }

  @Test
  void swapsWhatTheCallerRead() throws IOException {
    assertThat(documents.replace(KIND, "c.json", ONE, TWO), is(false));
    assertThat(documents.replace(KIND, "c.json", null, ONE), is(true));
    assertThat(documents.replace(KIND, "c.json", null, TWO), is(false));
    assertThat(documents.replace(KIND, "c.json", TWO, TWO), is(false));
    assertThat(documents.replace(KIND, "c.json", ONE, TWO), is(true));
    assertThat(new String(documents.read("c.json").orElseThrow(), UTF_8), is("two"));
  }

  @Test
  void listsAFolderWithoutItsFolders() throws IOException {
    for (String path : List.of("f/b.json", "f/a.json", "f/g/c.json", "fa/d.json")) {
      assertThat(documents.create(KIND, path, ONE), is(true));
    }
    assertThat(documents.list("f"), contains("a.json", "b.json"));
    assertThat(documents.list("none"), is(empty()));
    documents.remove("f/a.json");
    documents.remove("f/a.json");
    assertThat(documents.list("f"), contains("b.json"));
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 503})
  void repeatsWhatFailsInPassing(int status) throws IOException {
    proxy.add(Fault.of(line -> true, When.INSTEAD, status, 2));
    assertThat(documents.create(KIND, "m/1.json", ONE), is(true));
    proxy.add(Fault.of(line -> true, When.INSTEAD, status, 2));
    assertThat(documents.read("m/1.json").isPresent(), is(true));
  }

  /** The repeated write finds the name taken; whose it is, the reader of the document says. */
  @Test
  void findsItsOwnDocumentWhenTheAnswerWasLost() throws IOException {
    proxy.add(Fault.of(line -> line.startsWith("POST"), When.AFTERWARDS, 503, 1));
    assertThat(documents.create(KIND, "m/1.json", ONE), is(false));
    assertThat(new String(documents.read("m/1.json").orElseThrow(), UTF_8), is("one"));
  }

  /** With AFTERWARDS the document is written, and nobody can say so. */
  @ParameterizedTest
  @CsvSource({"INSTEAD, false", "AFTERWARDS, true"})
  void saysThatItDoesNotKnowWhenNoAnswerComes(When first, boolean isThere) throws IOException {
    proxy.add(Fault.of(line -> line.startsWith("POST"), first, 503, 1));
    proxy.add(Fault.of(line -> line.startsWith("POST"), When.INSTEAD, 503, 2));
    OutcomeUnknownException e =
        assertThrows(OutcomeUnknownException.class, () -> documents.create(KIND, "m/1.json", ONE));
    assertThat(e.getMessage(), containsString("did not say whether gs://b-"));
    assertThat(documents.read("m/1.json").isPresent(), is(isThere));
  }

  @ParameterizedTest
  @CsvSource({
    "401, gcloud auth application-default login",
    "403, roles/storage.objectUser on the bucket",
    "404, The bucket must be there before the first run"
  })
  void saysWhatToDoWhenItIsRefused(int status, String advice) {
    proxy.add(Fault.of(line -> line.startsWith("POST"), When.INSTEAD, status, 9));
    IOException e = assertThrows(IOException.class, () -> documents.create(KIND, "m/1.json", ONE));
    assertThat(e.getMessage(), containsString("Cloud Storage refused gs://b-"));
    assertThat(e.getMessage(), containsString(advice));
  }
}
