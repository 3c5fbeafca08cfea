// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.bigquery.append;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.PermissionDeniedException;
import com.google.cloud.bigquery.TableId;
import com.google.cloud.bigquery.storage.v1.ProtoRows;
import com.google.protobuf.ByteString;
import dev.sluice.schema.bigquery.BigQueryColumn;
import dev.sluice.warehouse.bigquery.append.RowsServer.Fault;
import dev.sluice.warehouse.bigquery.client.Retries;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Answers that are lost, and servers that are away for a while. */
class PendingStreamTest {
  private static final Retries FAST = new Retries(3, Duration.ofMillis(2));
  private static final TableId TABLE = TableId.of("p", "d", "t");
  private static final RowSchema SCHEMA =
      RowSchema.of(List.of(new BigQueryColumn("word", "STRING", false, List.of())));

  private RowsServer server;
  private AppendClient client;

  @BeforeEach
  void start() throws Exception {
    server = new RowsServer();
    client = new AppendClient(server.endpoint(), FAST);
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private static ProtoRows rows(String... words) {
    ProtoRows.Builder rows = ProtoRows.newBuilder();
    for (String word : words) {
      rows.addSerializedRows(ByteString.copyFromUtf8(word));
    }
    return rows.build();
  }

  private long write() {
    try (PendingStream stream = PendingStream.open(client, TABLE, SCHEMA)) {
      stream.append(rows("a", "b"));
      stream.append(rows("c"));
      assertThat(server.table(), is(empty()));
      long rows = stream.end();
      stream.commit();
      return rows;
    }
  }

  @Test
  void showsRowsOnceTheyAreCommitted() {
    assertThat(write(), is(3L));
    assertThat(server.table(), contains("a", "b", "c"));
    assertThat(server.calls(), contains("create", "append 0", "append 2", "end", "commit"));
  }

  @Test
  void sendsRowsWhoseAnswerWasLostAgainAndDoublesNone() {
    server.onAppend(Fault.UNANSWERED, Fault.UNANSWERED);
    assertThat(write(), is(3L));
    assertThat(server.table(), contains("a", "b", "c"));
    assertThat(
        server.calls(),
        contains("create", "append 0", "append 0", "append 0", "append 2", "end", "commit"));
  }

  @Test
  void sendsRowsAgainThatDidNotArriveAndLosesNone() {
    server.onAppend(Fault.REFUSED, Fault.REFUSED);
    assertThat(write(), is(3L));
    assertThat(server.table(), contains("a", "b", "c"));
  }

  @Test
  void endsAndCommitsAgainWhatWasNotAnswered() {
    server.onEnd(Fault.UNANSWERED, Fault.REFUSED);
    server.onCommit(Fault.UNANSWERED, Fault.UNANSWERED);
    assertThat(write(), is(3L));
    assertThat(server.table(), contains("a", "b", "c"));
  }

  @Test
  void commitsAgainWhereTheServiceNamesNoReason() {
    server.onCommit(Fault.UNEXPLAINED, Fault.UNEXPLAINED);
    assertThat(write(), is(3L));
    assertThat(server.table(), contains("a", "b", "c"));
  }

  @Test
  void saysWhatTheServiceSaidOfACommitThatNeverHappens() {
    server.onCommit(Fault.UNEXPLAINED, Fault.UNEXPLAINED, Fault.UNEXPLAINED);
    ApiException never = assertThrows(ApiException.class, this::write);
    assertThat(never.getMessage(), containsString("no reason"));
    assertThat(server.table(), is(empty()));
  }

  @Test
  void waitsForATableThatTheApiDoesNotKnowYet() {
    server.onCreate(Status.NOT_FOUND, Status.NOT_FOUND);
    assertThat(write(), is(3L));
    assertThat(server.table(), contains("a", "b", "c"));
  }

  @Test
  void givesUpAfterAFewAttemptsAndShowsNothing() {
    server.onAppend(Fault.REFUSED, Fault.REFUSED, Fault.REFUSED);
    ApiException away = assertThrows(ApiException.class, this::write);
    assertThat(away.getMessage(), containsString("UNAVAILABLE"));
    assertThat(server.calls(), contains("create", "append 0", "append 0", "append 0"));
    assertThat(server.table(), is(empty()));
  }

  @Test
  void doesNotTryAgainWhatWillNotPass() {
    server.onCreate(Status.PERMISSION_DENIED);
    assertThrows(PermissionDeniedException.class, this::write);
    assertThat(server.calls(), contains("create"));
  }
}
