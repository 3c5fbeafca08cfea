// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse.location;

import dev.sluice.error.ErrorCode;
import dev.sluice.spec.parse.context.SpecContext;
import dev.sluice.spec.path.NamePattern;
import dev.sluice.spec.path.PathPattern;
import dev.sluice.spec.yaml.Node.Scalar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/**
 * Refuses sources that look as if they lay in the pipeline's folder and do not: relative paths that
 * climb out of it, and links that lead out.
 */
final class OutsidePaths {
  private static final String ADVICE =
      "say `allow_outside: true` at the top of the spec, or write the absolute path";

  private final SpecContext reading;
  private final Path folder;

  OutsidePaths(SpecContext reading) {
    this.reading = reading;
    this.folder = reading.folder().path();
  }

  /** Reports what leads out; whether anything does. */
  boolean refuses(Scalar written, List<PathPattern> patterns, boolean isRelative) {
    for (PathPattern pattern : patterns) {
      Path fixed = fixed(pattern);
      boolean isIn = fixed.startsWith(folder);
      if (isRelative && !isIn) {
        return refuse(written, "`" + written.text() + "` lies outside the pipeline's folder");
      }
      if (isIn && leadsOut(fixed)) {
        return refuse(
            written, "`" + written.text() + "` leads by a link out of the pipeline's folder");
      }
    }
    return false;
  }

  private boolean refuse(Scalar written, String problem) {
    reading.problems().error(ErrorCode.PATH_OUTSIDE, written.position(), problem, ADVICE);
    return true;
  }

  /** The part of a pattern that is a path. */
  private static Path fixed(PathPattern pattern) {
    Path path = Path.of(pattern.root());
    try {
      for (NamePattern name : pattern.names()) {
        if (!name.isName()) {
          break;
        }
        path = path.resolve(name.beginning());
      }
    } catch (InvalidPathException e) {
      // the rest cannot be said in this locale, which whoever lists the files will report
    }
    return path;
  }

  /** What is not there yet leads nowhere. */
  private boolean leadsOut(Path path) {
    Path there = path;
    while (!Files.exists(there) && there.startsWith(folder) && !there.equals(folder)) {
      there = there.resolveSibling("").normalize();
    }
    try {
      return !there.toRealPath().startsWith(folder.toRealPath());
    } catch (IOException e) {
      return false;
    }
  }
}
