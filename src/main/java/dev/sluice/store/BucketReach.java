// SPDX-License-Identifier: Apache-2.0
package dev.sluice.store;

import com.google.api.gax.retrying.RetrySettings;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobListOption;
import com.google.cloud.storage.StorageException;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks once for a bucket before it is used, and within seconds: the client repeats what fails for
 * most of a minute, and says of missing credentials only what the service answers without them.
 */
public final class BucketReach {
  /** Longer than a busy service takes to answer, and short enough to wait for. */
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  private static final Set<String> REACHED = ConcurrentHashMap.newKeySet();

  private BucketReach() {}

  /**
   * Requires that this process may list a bucket.
   *
   * @param place what is to be reached there, for the message
   * @throws PipelineException with the code when it may not, or when there is no answer in time
   */
  public static void require(String bucket, String place, ErrorCode code) {
    if (!REACHED.contains(bucket)) {
      require(GcsClient::get, bucket, PATIENCE, new Refusal(code, place));
      boolean unused = REACHED.add(bucket);
    }
  }

  /** How it is said that a bucket cannot be used. */
  record Refusal(ErrorCode code, String place) {
    PipelineException because(String why, Throwable cause) {
      return new PipelineException(code, "Cannot use %s: %s".formatted(place, why), cause);
    }
  }

  /** As {@link #require(String, String, ErrorCode)}, each time, through a client. */
  static void require(Callable<Storage> client, String bucket, Duration patience, Refusal refusal) {
    FutureTask<Void> asked =
        new FutureTask<>(
            () -> {
              ask(client.call(), bucket);
              return null;
            });
    Thread thread = new Thread(asked, "bucket " + bucket);
    // A look-up of names or of credentials that hangs must not keep the process from ending.
    thread.setDaemon(true);
    thread.start();
    try {
      Void unused = asked.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw refusal.because("there is no answer. " + advice(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw refusal.because("this process was interrupted", e);
    } catch (ExecutionException e) {
      Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
      throw refusal.because(why(cause, bucket), cause);
    }
  }

  private static void ask(Storage storage, String bucket) {
    RetrySettings hasty =
        storage.getOptions().getRetrySettings().toBuilder()
            .setTotalTimeoutDuration(PATIENCE.dividedBy(2))
            .setMaxAttempts(Credentials.areThere() ? 3 : 1)
            .build();
    Storage asking = storage.getOptions().toBuilder().setRetrySettings(hasty).build().getService();
    var unused = asking.list(bucket, BlobListOption.pageSize(1));
  }

  private static String why(Throwable e, String bucket) {
    int code = e instanceof StorageException known ? known.getCode() : 0;
    return switch (code) {
      case 404 -> "there is no bucket `" + bucket + "`. Make it, or correct its name";
      case 401, 403 ->
          Credentials.areThere()
              ? "the credentials of this machine may not list it. Grant them Storage Object Viewer, and User for a lake"
              : Credentials.MISSING;
      case 0 -> "Cloud Storage cannot be reached. " + advice();
      default -> "Cloud Storage answers with " + code + ". Try again later";
    };
  }

  private static String advice() {
    return Credentials.areThere()
        ? "Check the network and the proxy's settings"
        : Credentials.MISSING;
  }

  /** What this machine says to Google Cloud about who it is. */
  private static final class Credentials {
    static final String MISSING =
        "There are no credentials for Google Cloud: run `gcloud auth application-default login`, or set GOOGLE_APPLICATION_CREDENTIALS to the file of a service account's key";

    /** A machine that asks the metadata server in vain for a second is none of Google's. */
    static boolean areThere() {
      FutureTask<Boolean> found = new FutureTask<>(Credentials::look);
      Thread thread = new Thread(found, "credentials");
      thread.setDaemon(true);
      thread.start();
      try {
        return found.get(2, TimeUnit.SECONDS);
      } catch (InterruptedException | ExecutionException | TimeoutException e) {
        return false;
      }
    }

    private static boolean look() {
      try {
        GoogleCredentials unused = GoogleCredentials.getApplicationDefault();
        return true;
      } catch (IOException e) {
        return false;
      }
    }
  }
}
