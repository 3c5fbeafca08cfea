// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * What this program was built from.
 *
 * @param commit empty when nothing says it
 */
record BuiltFrom(String version, String commit) {
  /** The environment variable by which an image says its commit. */
  static final String COMMIT = "SLUICE_COMMIT";

  private static final String RESOURCE = "build.properties";

  static BuiltFrom here() {
    String version = BuiltFrom.class.getPackage().getImplementationVersion();
    return new BuiltFrom(
        Objects.requireNonNullElse(version, "unreleased"),
        commit(System.getenv(COMMIT), recorded()));
  }

  /** The image's word goes first: it is the one that was deployed. */
  static String commit(@Nullable String environment, Properties recorded) {
    return environment == null || environment.isBlank()
        ? recorded.getProperty("commit", "").strip()
        : environment.strip();
  }

  /** For people, on one line. */
  String text() {
    return commit.isEmpty() ? version : "%s (commit %s)".formatted(version, commit);
  }

  /** What Maven wrote when it was given {@code -Dcommit=…}. */
  static Properties recorded() {
    Properties properties = new Properties();
    try (InputStream in = BuiltFrom.class.getResourceAsStream(RESOURCE)) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties;
  }
}
