// SPDX-License-Identifier: Apache-2.0
package dev.sluice.run.stream;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.plan.RunRequest;
import dev.sluice.run.compact.Candidates;
import dev.sluice.run.compact.Compaction;
import dev.sluice.run.compact.Rewritten;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Makes few files of the small ones that epochs leave. Files are looked at every few epochs: before
 * that there cannot be many of one size. They are written anew beside the epochs that follow, so
 * that none waits for it, and committed between two of them.
 */
final class Gathering implements AutoCloseable {
  private static final int EVERY = 8;

  private final Candidates known = new Candidates();
  private int epochs = EVERY - 1; // there may be many when a stream begins
  private @Nullable FutureTask<Rewritten> writing;

  /** An epoch was committed. */
  void committed() {
    epochs++;
  }

  /**
   * To be called between epochs: commits what was written anew, or begins to write.
   *
   * @param before is done before files become fewer, where they do
   * @return what became of the files; empty where none are many, as long as they are written, or
   *     where another command committed meanwhile, and the next time is soon enough
   * @throws PipelineException why they could not be written or committed
   */
  Optional<Compaction.Result> next(RunRequest request, Runnable before) {
    if (writing != null && writing.isDone()) {
      return commit(before);
    }
    if (writing == null && epochs >= EVERY) {
      epochs = 0;
      Compaction.ofMany(request.spec(), request.specDigest(), known).ifPresent(this::write);
    }
    return Optional.empty();
  }

  /** To be called after the last epoch: waits for what is being written, and commits that too. */
  Optional<Compaction.Result> last(Runnable before) {
    return writing == null ? Optional.empty() : commit(before);
  }

  private void write(Compaction compaction) {
    FutureTask<Rewritten> task = new FutureTask<>(() -> compaction.write(Clock.systemUTC()));
    Thread thread = new Thread(task, "sluice-gather");
    thread.setDaemon(true);
    thread.start();
    writing = task;
  }

  private Optional<Compaction.Result> commit(Runnable before) {
    try (Rewritten rewritten = written()) {
      before.run();
      return rewritten.commit(known);
    } catch (PipelineException e) {
      if (e.code() == ErrorCode.COMMIT_REFUSED) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private Rewritten written() {
    FutureTask<Rewritten> task = Objects.requireNonNull(writing);
    writing = null;
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof PipelineException trouble) {
        throw trouble;
      }
      throw new PipelineException(ErrorCode.INTERNAL, "Cannot make few files of many: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PipelineException(ErrorCode.INTERNAL, "Interrupted while files were written", e);
    }
  }

  /** Waits for what is being written, and leaves it. */
  @Override
  public void close() {
    if (writing != null) {
      written().close();
    }
  }
}
