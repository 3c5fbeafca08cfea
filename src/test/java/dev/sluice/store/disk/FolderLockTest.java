// SPDX-License-Identifier: Apache-2.0
package dev.sluice.store.disk;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.sluice.store.object.ObjectStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Locks beside sweeps that look at them, and remove those that nobody holds. */
class FolderLockTest {
  private static final int ROUNDS = 2_000;

  private @TempDir Path folder;

  @Test
  void takesALockWhoseFileASweepRemovesMeanwhile() throws Exception {
    Path file = folder.resolve("attempt.lock");
    AtomicBoolean isOver = new AtomicBoolean();
    CompletableFuture<Void> sweep =
        CompletableFuture.runAsync(
            () -> {
              while (!isOver.get()) {
                remove(file);
              }
            });
    try {
      for (int i = 0; i < ROUNDS; i++) {
        Optional<FolderLock> lock = FolderLock.tryFile(file);
        assertThat(lock.isPresent(), is(true));
        lock.orElseThrow().close();
      }
    } finally {
      isOver.set(true);
      sweep.join();
    }
  }

  /** What was locked is the file of that name, not one that had it. */
  @Test
  void holdsTheFileThatHasTheName() throws Exception {
    Path file = folder.resolve("a.lock");
    try (FolderLock ignored = FolderLock.tryFile(file).orElseThrow()) {
      assertThat(Files.exists(file), is(true));
      assertThat(FolderLock.isHeld(file), is(true));
      assertThat(FolderLock.tryFile(file).isPresent(), is(false));
    }
    assertThat(FolderLock.isHeld(file), is(false));
  }

  /** Who asks whether a lock is held has it for a moment. */
  @Test
  void claimsWhatAnotherLooksAt() throws Exception {
    Path file = folder.resolve("_sluice/attempts/a.lock");
    Files.createDirectories(file.getParent());
    CompletableFuture<ObjectStore.Claim> claimed = new CompletableFuture<>();
    Thread claims =
        new Thread(
            () -> {
              try {
                claimed.complete(
                    ObjectStore.of(folder.toString()).claim("_sluice/attempts/a.lock"));
              } catch (IOException e) {
                claimed.completeExceptionally(e);
              }
            });
    try (FileChannel look =
            FileChannel.open(
                file,
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        FileLock held = look.lock(0, Long.MAX_VALUE, true)) {
      assertThat(held.isValid(), is(true));
      claims.start();
      while (claims.getState() != Thread.State.TIMED_WAITING && !claimed.isDone()) {
        Thread.onSpinWait();
      }
    }
    claimed.join().release();
    assertThat(Files.exists(file), is(false));
  }

  private static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
