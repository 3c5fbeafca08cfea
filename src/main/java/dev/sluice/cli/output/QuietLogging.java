// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.output;

import dev.sluice.error.PlainWords;
import dev.sluice.report.text.SafeText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Keeps the logs of libraries from people who did not ask for them. */
public final class QuietLogging {
  private static final String OWN = "dev.sluice.";

  /** Held, for the log manager forgets loggers that nobody holds. */
  private static final Logger ROOT = Logger.getLogger("");

  private QuietLogging() {}

  /** Reads the log settings that lie in the jar, unless others were given. */
  public static void install(boolean isDebug) {
    if (System.getProperty("java.util.logging.config.file") == null) {
      configure();
    }
    if (!isDebug) {
      Arrays.stream(ROOT.getHandlers()).forEach(QuietLogging::quiet);
    }
  }

  private static void configure() {
    try (InputStream config = QuietLogging.class.getResourceAsStream("/logging.properties")) {
      if (config != null) {
        LogManager.getLogManager().readConfiguration(config);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read logging.properties", e);
    }
  }

  /** Levels of loggers do not hold: Beam's direct runner sets the root logger back to INFO. */
  private static void quiet(Handler handler) {
    handler.setFilter(entry -> String.valueOf(entry.getLoggerName()).startsWith(OWN));
    handler.setFormatter(new Plain());
  }

  /** A line for people. */
  private static final class Plain extends Formatter {
    @Override
    public String format(LogRecord entry) {
      return "sluice: "
          + LogPlace.here()
          + SafeText.escape(PlainWords.of(formatMessage(entry)))
          + "\n";
    }
  }
}
