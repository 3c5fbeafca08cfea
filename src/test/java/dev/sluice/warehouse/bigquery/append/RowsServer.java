// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.bigquery.append;

import com.google.cloud.bigquery.storage.v1.AppendRowsRequest;
import com.google.cloud.bigquery.storage.v1.AppendRowsResponse;
import com.google.cloud.bigquery.storage.v1.BatchCommitWriteStreamsRequest;
import com.google.cloud.bigquery.storage.v1.BatchCommitWriteStreamsResponse;
import com.google.cloud.bigquery.storage.v1.BigQueryWriteGrpc.BigQueryWriteImplBase;
import com.google.cloud.bigquery.storage.v1.CreateWriteStreamRequest;
import com.google.cloud.bigquery.storage.v1.FinalizeWriteStreamRequest;
import com.google.cloud.bigquery.storage.v1.FinalizeWriteStreamResponse;
import com.google.cloud.bigquery.storage.v1.StorageError;
import com.google.cloud.bigquery.storage.v1.StorageError.StorageErrorCode;
import com.google.cloud.bigquery.storage.v1.WriteStream;
import com.google.protobuf.ByteString;
import com.google.protobuf.Int64Value;
import com.google.protobuf.Timestamp;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * What Google's documents say of write streams, of one stream of one table: rows are taken at the
 * stream's end alone, and a commit shows them once. The emulator looks at no offset.
 */
final class RowsServer extends BigQueryWriteImplBase implements AutoCloseable {
  /** What may happen to a call. */
  enum Fault {
    /** It is not done. */
    REFUSED,
    /** It is done, and its answer lost. */
    UNANSWERED,
    /** A commit is not done, and the answer names no reason. */
    UNEXPLAINED
  }

  private final Server server;
  private final List<ByteString> stream = new ArrayList<>();
  private final List<ByteString> table = new ArrayList<>();
  private final Deque<Status> creates = new ArrayDeque<>();
  private final Deque<Fault> appends = new ArrayDeque<>();
  private final Deque<Fault> ends = new ArrayDeque<>();
  private final Deque<Fault> commits = new ArrayDeque<>();
  private final List<String> calls = new ArrayList<>();
  private boolean isEnded;
  private boolean isCommitted;

  RowsServer() throws IOException {
    server =
        Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
            .addService(this)
            .build()
            .start();
  }

  String endpoint() {
    return "127.0.0.1:" + server.getPort();
  }

  /** The rows that readers of the table see. */
  synchronized List<String> table() {
    return table.stream().map(ByteString::toStringUtf8).toList();
  }

  /** The calls, in their order: those with rows say with which they began. */
  synchronized List<String> calls() {
    return List.copyOf(calls);
  }

  synchronized void onCreate(Status... refused) {
    creates.addAll(List.of(refused));
  }

  synchronized void onAppend(Fault... faults) {
    appends.addAll(List.of(faults));
  }

  synchronized void onEnd(Fault... faults) {
    ends.addAll(List.of(faults));
  }

  synchronized void onCommit(Fault... faults) {
    commits.addAll(List.of(faults));
  }

  @Override
  public synchronized void createWriteStream(
      CreateWriteStreamRequest request, StreamObserver<WriteStream> out) {
    calls.add("create");
    Status refused = creates.poll();
    if (refused != null) {
      out.onError(refused.asRuntimeException());
      return;
    }
    out.onNext(WriteStream.newBuilder().setName(request.getParent() + "/streams/1").build());
    out.onCompleted();
  }

  @Override
  public StreamObserver<AppendRowsRequest> appendRows(StreamObserver<AppendRowsResponse> out) {
    return new StreamObserver<>() {
      private boolean isFirst = true;

      @Override
      public void onNext(AppendRowsRequest request) {
        if (isFirst && !request.getProtoRows().hasWriterSchema()) {
          out.onError(Status.INVALID_ARGUMENT.withDescription("no schema").asRuntimeException());
          return;
        }
        isFirst = false;
        take(request, out);
      }

      @Override
      public void onError(Throwable gone) {}

      @Override
      public void onCompleted() {
        out.onCompleted();
      }
    };
  }

  private synchronized void take(
      AppendRowsRequest request, StreamObserver<AppendRowsResponse> out) {
    long offset = request.getOffset().getValue();
    calls.add("append " + offset);
    Fault fault = appends.poll();
    if (fault == Fault.REFUSED) {
      out.onError(Status.UNAVAILABLE.asRuntimeException());
      return;
    }
    AppendRowsResponse.Builder answer = AppendRowsResponse.newBuilder();
    if (isEnded || offset > stream.size()) {
      Status.Code code = isEnded ? Status.Code.FAILED_PRECONDITION : Status.Code.OUT_OF_RANGE;
      answer.getErrorBuilder().setCode(code.value()).setMessage("not at " + offset);
    } else if (offset < stream.size()) {
      answer.getErrorBuilder().setCode(Status.Code.ALREADY_EXISTS.value()).setMessage("are there");
    } else {
      stream.addAll(request.getProtoRows().getRows().getSerializedRowsList());
      answer.getAppendResultBuilder().setOffset(Int64Value.of(offset));
    }
    if (fault == Fault.UNANSWERED) {
      out.onError(Status.UNAVAILABLE.asRuntimeException());
      return;
    }
    out.onNext(answer.build());
  }

  @Override
  public synchronized void finalizeWriteStream(
      FinalizeWriteStreamRequest request, StreamObserver<FinalizeWriteStreamResponse> out) {
    calls.add("end");
    Fault fault = ends.poll();
    isEnded |= fault != Fault.REFUSED;
    if (fault != null) {
      out.onError(Status.UNAVAILABLE.asRuntimeException());
      return;
    }
    out.onNext(FinalizeWriteStreamResponse.newBuilder().setRowCount(stream.size()).build());
    out.onCompleted();
  }

  @Override
  public synchronized void batchCommitWriteStreams(
      BatchCommitWriteStreamsRequest request, StreamObserver<BatchCommitWriteStreamsResponse> out) {
    calls.add("commit");
    Fault fault = commits.poll();
    BatchCommitWriteStreamsResponse.Builder answer = BatchCommitWriteStreamsResponse.newBuilder();
    if (fault == Fault.UNEXPLAINED) {
      answer.addStreamErrors(StorageError.newBuilder().setErrorMessage("no reason"));
      out.onNext(answer.build());
      out.onCompleted();
      return;
    }
    if (fault != Fault.REFUSED && isEnded && !isCommitted) {
      isCommitted = true;
      table.addAll(stream);
      answer.setCommitTime(Timestamp.getDefaultInstance());
    } else {
      answer.addStreamErrors(
          StorageError.newBuilder()
              .setCode(
                  isCommitted
                      ? StorageErrorCode.STREAM_ALREADY_COMMITTED
                      : StorageErrorCode.INVALID_STREAM_STATE)
              .setErrorMessage("no"));
    }
    if (fault != null) {
      out.onError(Status.UNAVAILABLE.asRuntimeException());
      return;
    }
    out.onNext(answer.build());
    out.onCompleted();
  }

  @Override
  public void close() {
    Server unused = server.shutdownNow();
  }
}
