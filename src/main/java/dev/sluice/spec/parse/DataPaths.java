// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse;

import dev.sluice.spec.yaml.Node.Scalar;
import java.nio.file.InvalidPathException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Resolves paths of data: local ones against the pipeline's folder, others as they are. */
final class DataPaths {
  private static final Pattern REMOTE = Pattern.compile("[a-z][a-z0-9+.-]*://.+");

  /** What every tool that is handed a path of the lake takes without quoting. */
  private static final Pattern LAKE =
      Pattern.compile("gs://[a-z0-9][a-z0-9._-]{1,61}[a-z0-9](?:/[A-Za-z0-9._=-]+)*");

  private DataPaths() {}

  /** A local or a remote path; null when it is none, which is reported. */
  static @Nullable String any(Scalar path, Reading reading) {
    String text = path.text();
    if (REMOTE.matcher(text).matches() && !text.startsWith("file:")) {
      return text;
    }
    return local(path, text, reading);
  }

  /** A lake's root: a local path, or a place in a bucket; null when it is neither. */
  static @Nullable String lake(Scalar lake, Reading reading) {
    String text = lake.text();
    if (!REMOTE.matcher(text).matches() || text.startsWith("file:")) {
      return local(lake, text, reading);
    }
    String root = text.replaceFirst("/+$", "");
    if (LAKE.matcher(root).matches()) {
      return root;
    }
    reading.invalid(
        lake.position(),
        "`lake` must be a folder or `gs://BUCKET/PREFIX`, not " + lake.description(),
        root.startsWith("gs://")
            ? "a bucket has 3 to 63 of a-z, 0-9, `-`, `_` and `.`; a prefix has letters, digits and `-_.=/`"
            : "write `gs://my-bucket/my-lake`, or a folder such as `build/lake`");
    return null;
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
