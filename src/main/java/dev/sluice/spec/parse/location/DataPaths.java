// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse.location;

import dev.sluice.error.ErrorCode;
import dev.sluice.spec.parse.context.SpecContext;
import dev.sluice.spec.parse.folder.AddressScheme;
import dev.sluice.spec.parse.folder.AddressScheme.Use;
import dev.sluice.spec.parse.folder.HomeFolder;
import dev.sluice.spec.path.PathPattern;
import dev.sluice.spec.path.PatternProblem;
import dev.sluice.spec.yaml.Node.Scalar;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Resolves paths of data: local ones against the pipeline's folder, others as they are. */
public final class DataPaths {
  /** As cloud.google.com/storage/docs/buckets#naming has it; what follows is any object's name. */
  private static final Pattern SOURCE =
      Pattern.compile("gs://[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]/.+", Pattern.DOTALL);

  /** What every tool that is handed a path of the lake takes without quoting. */
  private static final Pattern LAKE =
      Pattern.compile("gs://[a-z0-9][a-z0-9._-]{1,61}[a-z0-9](?:/[A-Za-z0-9._=-]+)*");

  /** How names of files end that people write. */
  private static final Set<String> OF_SPECS = Set.of("yaml", "yml", "sql", "avsc");

  private DataPaths() {}

  /** The absolute pattern of a source; null when it is none, which is reported. */
  public static @Nullable String source(Scalar path, SpecContext reading) {
    String text = path.text();
    if (AddressScheme.isBucket(text)) {
      return bucket(path, reading);
    }
    if (!isLocal(path, text, Use.SOURCE, reading)) {
      return null;
    }
    if (parse("/" + text, path, reading).isEmpty()) {
      return null;
    }
    String rooted = HomeFolder.in(text, PathPattern::quote);
    boolean isRelative = !rooted.startsWith("/");
    String folder = PathPattern.quote(reading.folder().path().toString());
    String absolute = isRelative ? folder + "/" + rooted : rooted;
    List<PathPattern> patterns = parse(absolute, path, reading);
    if (patterns.isEmpty()) {
      return null;
    }
    if (!reading.allowsOutside() && new OutsidePaths(reading).refuses(path, patterns, isRelative)) {
      return null;
    }
    return patterns.size() == 1 ? patterns.get(0).toString() : absolute;
  }

  private static List<PathPattern> parse(String text, Scalar path, SpecContext reading) {
    try {
      return PathPattern.parse(text);
    } catch (PatternProblem e) {
      reading.invalid(path.position(), String.valueOf(e.getMessage()), e.advice());
      return List.of();
    }
  }

  private static @Nullable String bucket(Scalar path, SpecContext reading) {
    String text = path.text();
    if (!SOURCE.matcher(text).matches()) {
      reading.invalid(
          path.position(),
          "`" + text + "` names no files of a bucket",
          "write `gs://BUCKET/FOLDER/*.csv`; a bucket has 3 to 222 of a-z, 0-9, `-`, `_` and `.`");
      return null;
    }
    List<PathPattern> patterns = parse(text, path, reading);
    return patterns.isEmpty() ? null : text;
  }

  /** A lake's root: a local path, or a place in a bucket; null when it is neither. */
  public static @Nullable String lake(Scalar lake, SpecContext reading) {
    String text = lake.text();
    if (!AddressScheme.isBucket(text)) {
      String folder = isLocal(lake, text, Use.LAKE, reading) ? resolved(lake, text, reading) : null;
      return folder == null || LakeGround.refuses(lake, Path.of(folder), reading) ? null : folder;
    }
    String root = text.replaceFirst("/+$", "");
    if (LAKE.matcher(root).matches()) {
      return root;
    }
    reading.invalid(
        lake.position(),
        "`lake` must be a folder or `gs://BUCKET/PREFIX`, not " + lake.description(),
        "a bucket has 3 to 63 of a-z, 0-9, `-`, `_` and `.`; a prefix has letters, digits and `-_.=/`");
    return null;
  }

  /** A local path to write to; null when it is none, which is reported. */
  public static @Nullable String local(Scalar scalar, String path, SpecContext reading) {
    String ending = path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    if (OF_SPECS.contains(ending)) {
      reading.invalid(
          scalar.position(),
          "`%s` is called like a file of a spec, and would be written over or added to"
              .formatted(path),
          "name another file");
      return null;
    }
    return isLocal(scalar, path, Use.FILE, reading) ? resolved(scalar, path, reading) : null;
  }

  private static boolean isLocal(Scalar scalar, String path, Use use, SpecContext reading) {
    if (path.isBlank()) {
      reading.invalid(scalar.position(), "here must stand a path");
      return false;
    }
    if (path.indexOf('\0') >= 0) {
      reading.invalid(scalar.position(), "`" + path + "` is not a path");
      return false;
    }
    if (AddressScheme.isAddress(path)) {
      reading.invalid(
          scalar.position(),
          use.form() + ", not " + AddressScheme.beginning(path),
          AddressScheme.advice(use, path));
      return false;
    }
    if (HomeFolder.isOfAnother(path)) {
      reading.invalid(
          scalar.position(),
          "`" + path + "`: only one's own home is known, as `~/…`",
          "write the whole path, or `./" + path + "` for a name that begins so");
      return false;
    }
    return true;
  }

  private static @Nullable String resolved(Scalar scalar, String path, SpecContext reading) {
    String text = HomeFolder.in(path, home -> home);
    try {
      return reading.folder().path().resolve(text).normalize().toString();
    } catch (InvalidPathException e) {
      reading
          .problems()
          .error(
              ErrorCode.INVALID_VALUE,
              scalar.position(),
              "`" + path + "` cannot be a path in the locale that Java was started in",
              "set LC_ALL=C.UTF-8, as the start script `sluice` does");
      return null;
    }
  }
}
