// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse;

import dev.sluice.spec.yaml.Node.Scalar;
import java.nio.file.InvalidPathException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Resolves paths of data: local ones against the pipeline's folder, others as they are. */
final class DataPaths {
  private static final Pattern REMOTE = Pattern.compile("[a-z][a-z0-9+.-]*://.+");

  private DataPaths() {}

  /** A local or a remote path; null when it is none, which is reported. */
  static @Nullable String any(Scalar path, Reading reading) {
    String text = path.text();
    if (REMOTE.matcher(text).matches() && !text.startsWith("file:")) {
      return text;
    }
    return local(path, text, reading);
  }

  /** A local path; null when it is none, which is reported. */
  static @Nullable String local(Scalar scalar, String path, Reading reading) {
    if (path.isBlank()) {
      reading.invalid(scalar.position(), "here must stand a path");
      return null;
    }
    if (path.indexOf('\0') >= 0) {
      reading.invalid(scalar.position(), "`" + path + "` is not a path");
      return null;
    }
    if (path.contains("://")) {
      reading.invalid(
          scalar.position(), "`" + path + "` is not a local path", "write it without a scheme");
      return null;
    }
    try {
      return reading.folder().path().resolve(path).normalize().toString();
    } catch (InvalidPathException e) {
      reading.invalid(scalar.position(), "`" + path + "` is not a path");
      return null;
    }
  }
}
