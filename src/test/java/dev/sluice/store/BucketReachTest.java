// SPDX-License-Identifier: Apache-2.0
package dev.sluice.store;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.cloud.storage.Storage;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.fixture.ObjectServer;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BucketReachTest {
  private static final BucketReach.Refusal LAKE =
      new BucketReach.Refusal(ErrorCode.LAKE_READ, "gs://shop/lake");

  private static void ask(Callable<Storage> client, int millis) {
    BucketReach.require(client, "shop", Duration.ofMillis(millis), LAKE);
  }

  private static String refusal(Callable<Storage> client, int millis) {
    PipelineException e = assertThrows(PipelineException.class, () -> ask(client, millis));
    assertThat(e.code(), is(ErrorCode.LAKE_READ));
    assertThat(e.getMessage(), containsString("Cannot use gs://shop/lake: "));
    return String.valueOf(e.getMessage());
  }

  @Test
  void saysWhyABucketCannotBeUsed() throws IOException {
    Storage nobody;
    try (ObjectServer server = new ObjectServer("a.csv")) {
      nobody = server.client();
      ask(() -> nobody, 30_000);
      server.fail(404);
      assertThat(refusal(() -> nobody, 30_000), containsString("there is no bucket `shop`"));
      server.fail(403);
      assertThat(refusal(() -> nobody, 30_000), containsString("redentials"));
    }
    assertThat(refusal(() -> nobody, 30_000), containsString("cannot be reached"));
  }

  /** As a look-up of a name that hangs. */
  @Test
  void waitsForNoAnswerOnlySoLong() {
    CountDownLatch never = new CountDownLatch(1);
    Callable<Storage> hanging =
        () -> {
          never.await();
          throw new AssertionError();
        };
    assertThat(refusal(hanging, 100), containsString("there is no answer"));
  }
}
