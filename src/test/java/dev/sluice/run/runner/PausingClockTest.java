// SPDX-License-Identifier: Apache-2.0
package dev.sluice.run.runner;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.sluice.fixture.Shop;
import dev.sluice.spec.policy.PublishSpec.Approve;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The clock hangs on two private parts of the DirectRunner; a newer one may lose them. */
class PausingClockTest {
  /** Works until the driver is seen to rest. */
  private static final class UntilItRestsFn extends DoFn<Integer, Integer> {
    @ProcessElement
    public void process(@Element Integer each, OutputReceiver<Integer> out) {
      while (!isResting()) {
        Thread.onSpinWait();
      }
      out.output(each);
    }

    private static boolean isResting() {
      return Thread.getAllStackTraces().values().stream()
          .flatMap(Arrays::stream)
          .anyMatch(
              frame ->
                  frame.getClassName().equals(PausingClock.class.getName())
                      && frame.getMethodName().equals("rest"));
    }
  }

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void letsTheDriverRestWhileAWorkerWorks() {
    Pipeline pipeline = Pipeline.create(Runner.direct().options(Shop.spec(Approve.AUTO), "run"));
    PCollection<Integer> unused =
        pipeline.apply("Have one", Create.of(1)).apply("Work", ParDo.of(new UntilItRestsFn()));
    assertThat(Runner.direct().start(pipeline).waitUntilFinish(), is(PipelineResult.State.DONE));
  }
}
