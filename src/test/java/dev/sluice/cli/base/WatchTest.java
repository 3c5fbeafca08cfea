// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.base;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import dev.sluice.cli.Main;
import dev.sluice.fixture.Pipelines;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchTest {
  /** Takes the place of a terminal, and gives what was said each time. */
  private static final class Screen extends StringWriter {
    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();

    @Override
    public void flush() {
      if (toString().endsWith("ends\n")) {
        said.add(toString());
        getBuffer().setLength(0);
      }
    }

    String next() throws InterruptedException {
      return String.valueOf(said.poll(60, SECONDS));
    }
  }

  @TempDir private Path folder;

  @Test
  void doesItAgainWheneverAFileIsSaved() throws Exception {
    Path shop = folder.resolve("shop");
    Pipelines.sluice("init", shop.toString());
    Screen screen = new Screen();
    PrintWriter both = new PrintWriter(screen, true);
    FutureTask<Integer> watching =
        new FutureTask<>(() -> Main.execute(both, both, "test", shop.toString(), "--watch"));
    Thread thread = new Thread(watching);
    thread.start();
    assertThat(screen.next(), containsString("2 cases, all as expected"));
    Path model = shop.resolve("models/daily_revenue.sql");
    String sql = Pipelines.text(model);
    Pipelines.write(model, sql.replace("sum(amount)", "sum(amuont)"));
    assertThat(screen.next(), containsString("models/daily_revenue.sql:6:7: error SQL_BIND"));
    Pipelines.write(model, sql.replace("sum(amount)", "max(amount)"));
    assertThat(screen.next(), containsString("2 cases, 1 failed"));
    Path tests = shop.resolve("tests/orders.yaml");
    Pipelines.write(
        tests,
        Pipelines.text(tests)
            .replace("{ordered_on: 2026-01-05, orders: 2, revenue: 24.90}", "{orders: 2}"));
    assertThat(screen.next(), containsString("2 cases, all as expected"));
    thread.interrupt();
    assertThat(watching.get(60, SECONDS), is(0));
  }
}
