// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.bigquery.append;

import com.google.api.gax.grpc.GrpcCallContext;
import com.google.api.gax.grpc.GrpcStatusCode;
import com.google.api.gax.rpc.AlreadyExistsException;
import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.ApiExceptionFactory;
import com.google.api.gax.rpc.BidiStream;
import com.google.api.gax.rpc.NotFoundException;
import com.google.cloud.bigquery.TableId;
import com.google.cloud.bigquery.storage.v1.AppendRowsRequest;
import com.google.cloud.bigquery.storage.v1.AppendRowsRequest.ProtoData;
import com.google.cloud.bigquery.storage.v1.AppendRowsResponse;
import com.google.cloud.bigquery.storage.v1.BatchCommitWriteStreamsRequest;
import com.google.cloud.bigquery.storage.v1.BatchCommitWriteStreamsResponse;
import com.google.cloud.bigquery.storage.v1.ProtoRows;
import com.google.cloud.bigquery.storage.v1.ProtoSchema;
import com.google.cloud.bigquery.storage.v1.StorageError;
import com.google.cloud.bigquery.storage.v1.StorageError.StorageErrorCode;
import com.google.cloud.bigquery.storage.v1.TableName;
import com.google.cloud.bigquery.storage.v1.WriteStream;
import com.google.protobuf.Int64Value;
import dev.sluice.store.document.Failpoints;
import dev.sluice.store.document.Failpoints.Step;
import io.grpc.Status;
import java.time.Duration;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * A write stream of one table, whose rows nobody sees before {@link #commit}, and then all at once.
 *
 * <p>Each request says with which row it begins, so that one whose answer was lost is sent again
 * without doubling a row: BigQuery then answers that these rows are there. For the same reason the
 * end of a stream and its commit may be asked for again. A stream that is never committed leaves
 * nothing.
 */
public final class PendingStream implements AutoCloseable {
  /** For one connection; a request that gets no answer ends with it. */
  private static final Duration LONGEST = Duration.ofMinutes(3);

  /** After which another connection is taken, so that every request has time for its answer. */
  private static final Duration RENEWED = Duration.ofMinutes(1);

  private final AppendClient client;
  private final String table;
  private final String name;
  private final RowSchema schema;
  private long rows;
  private @Nullable Connection connection;

  private record Connection(
      BidiStream<AppendRowsRequest, AppendRowsResponse> calls,
      Iterator<AppendRowsResponse> answers,
      long since) {
    boolean isStale() {
      return System.nanoTime() - since > RENEWED.toNanos();
    }
  }

  private PendingStream(AppendClient client, String table, String name, RowSchema schema) {
    this.client = client;
    this.table = table;
    this.name = name;
    this.schema = schema;
  }

  /**
   * Makes a stream.
   *
   * @throws ApiException when BigQuery refuses, or cannot be reached
   */
  public static PendingStream open(AppendClient client, TableId id, RowSchema schema) {
    String table = TableName.of(id.getProject(), id.getDataset(), id.getTable()).toString();
    WriteStream wanted = WriteStream.newBuilder().setType(WriteStream.Type.PENDING).build();
    WriteStream made =
        client
            .retries()
            .call(
                () -> {
                  try {
                    return client.service().createWriteStream(table, wanted);
                  } catch (NotFoundException e) {
                    // The API knows a table some seconds after it was made.
                    throw failure(Status.Code.UNAVAILABLE, String.valueOf(e.getMessage()), e);
                  }
                });
    return new PendingStream(client, table, made.getName(), schema);
  }

  /**
   * Adds rows behind those that were added before.
   *
   * @throws ApiException when BigQuery refuses them, or cannot be reached for long
   */
  public void append(ProtoRows batch) {
    Failpoints.around(
        Step.APPEND_ROWS,
        () -> {
          boolean unused = client.retries().call(() -> send(batch));
        });
    rows += batch.getSerializedRowsCount();
  }

  /** Sends rows; false when they were there already. */
  private boolean send(ProtoRows batch) {
    try {
      Connection held = connection;
      boolean isNew = held == null || held.isStale();
      Connection open = held == null || isNew ? connect() : held;
      ProtoData.Builder data = ProtoData.newBuilder().setRows(batch);
      AppendRowsRequest.Builder request =
          AppendRowsRequest.newBuilder().setOffset(Int64Value.of(rows));
      if (isNew) {
        request.setWriteStream(name);
        data.setWriterSchema(ProtoSchema.newBuilder().setProtoDescriptor(schema.descriptor()));
      }
      open.calls().send(request.setProtoRows(data).build());
      if (!open.answers().hasNext()) {
        throw failure(Status.Code.UNAVAILABLE, "The connection ended without an answer", null);
      }
      return requireTaken(open.answers().next());
    } catch (AlreadyExistsException e) {
      close();
      return false;
    } catch (ApiException e) {
      close();
      throw e;
    } catch (IllegalStateException e) {
      close(); // it ended before the request was sent
      throw failure(Status.Code.UNAVAILABLE, String.valueOf(e.getMessage()), e);
    }
  }

  private static boolean requireTaken(AppendRowsResponse answer) {
    if (!answer.hasError()) {
      return true;
    }
    String why = answer.getError().getMessage();
    if (answer.getRowErrorsCount() > 0) {
      why += ", such as " + answer.getRowErrors(0).getMessage();
    }
    throw failure(Status.fromCodeValue(answer.getError().getCode()).getCode(), why, null);
  }

  private static ApiException failure(Status.Code code, String message, @Nullable Throwable cause) {
    return ApiExceptionFactory.createException(message, cause, GrpcStatusCode.of(code), false);
  }

  private Connection connect() {
    close();
    GrpcCallContext context = GrpcCallContext.createDefault().withTimeoutDuration(LONGEST);
    BidiStream<AppendRowsRequest, AppendRowsResponse> calls =
        client.service().appendRowsCallable().call(context);
    Connection made = new Connection(calls, calls.iterator(), System.nanoTime());
    connection = made;
    return made;
  }

  /** Lets the stream take no more rows, and tells how many it has. */
  public long end() {
    close();
    long[] held = new long[1];
    Failpoints.around(
        Step.APPEND_FINALIZE,
        () ->
            held[0] =
                client
                    .retries()
                    .call(() -> client.service().finalizeWriteStream(name).getRowCount()));
    return held[0];
  }

  /**
   * Shows the rows in the table; done twice it changes nothing.
   *
   * @throws ApiException when BigQuery refuses, or cannot be reached for long
   */
  public void commit() {
    BatchCommitWriteStreamsRequest request =
        BatchCommitWriteStreamsRequest.newBuilder().setParent(table).addWriteStreams(name).build();
    Failpoints.around(
        Step.APPEND_COMMIT,
        () -> {
          boolean unused =
              client
                  .retries()
                  .call(() -> requireCommitted(client.service().batchCommitWriteStreams(request)));
        });
  }

  /** All streams or none are committed. */
  private static boolean requireCommitted(BatchCommitWriteStreamsResponse answer) {
    for (StorageError error : answer.getStreamErrorsList()) {
      if (error.getCode() != StorageErrorCode.STREAM_ALREADY_COMMITTED) {
        boolean isUnexplained = error.getCode() == StorageErrorCode.STORAGE_ERROR_CODE_UNSPECIFIED;
        throw failure(
            isUnexplained ? Status.Code.INTERNAL : Status.Code.FAILED_PRECONDITION,
            error.getCode() + ": " + error.getErrorMessage(),
            null);
      }
    }
    return true;
  }

  /** Ends the connection; the stream stays as it is. */
  @Override
  public void close() {
    Connection open = connection;
    connection = null;
    if (open != null) {
      open.calls().cancel();
    }
  }
}
