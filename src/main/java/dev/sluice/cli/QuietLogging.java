// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.logging.LogManager;

/** Configures logging from the jar, so that libraries stay silent until something is wrong. */
final class QuietLogging {
  private QuietLogging() {}

  /** A configuration given on Java's own command line wins. */
  static void install() {
    if (System.getProperty("java.util.logging.config.file") != null) {
      return;
    }
    try (InputStream config = QuietLogging.class.getResourceAsStream("/logging.properties")) {
      if (config != null) {
        LogManager.getLogManager().readConfiguration(config);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read logging.properties", e);
    }
  }
}
