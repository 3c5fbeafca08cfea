// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table.file;

import java.io.Serializable;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where one attempt of a run writes.
 *
 * @param root the lake's absolute local root, or that of an object store
 * @param createdAt the run's logical time, ISO 8601 in UTC
 * @param attempt random, so that two attempts never write to one place
 * @param concealment what may be told of the files it writes
 */
public record Scope(String root, String createdAt, String attempt, Concealment concealment)
    implements Serializable {
  /** Where the locks of attempts under way lie, relative to the root. */
  public static final String LOCKS = "_sluice/attempts";

  /** Where attempts keep files that no manifest will name, relative to the root. */
  public static final String SCRATCH = "_sluice/scratch";

  private static final DateTimeFormatter COLON_FREE =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private static final Pattern PARTITION =
      Pattern.compile("(?:^|/)created_at=(\\d{8}T\\d{6}Z)(?:/|$)");

  /**
   * The logical time in the form that partition folders carry: no colon, which some readers choke
   * on.
   */
  public String partition() {
    return COLON_FREE.format(Instant.parse(createdAt));
  }

  /** The logical time of the run whose partition a path lies in; empty outside of any. */
  public static Optional<Instant> timeOf(String path) {
    return Optional.of(PARTITION.matcher(path))
        .filter(Matcher::find)
        .map(found -> COLON_FREE.parse(found.group(1), Instant::from));
  }

  /** A table's folder of this attempt, relative to the root. */
  public String folder(String table) {
    return "staging/" + table + "/created_at=" + partition() + "/attempt=" + attempt;
  }

  /** Whether this attempt wrote a file; of what was there before, it may have renamed columns. */
  public boolean isOwn(String path) {
    return isOf(attempt, path);
  }

  /** Whether an attempt wrote a file. */
  public static boolean isOf(String attempt, String path) {
    return path.contains("/attempt=" + attempt + "/");
  }

  /** The folder for files that no manifest will name, relative to the root. */
  public String scratch() {
    return SCRATCH + "/" + attempt;
  }

  public String absolute(String path) {
    return root + "/" + path;
  }

  /** The other way round. */
  public String relative(String absolute) {
    return absolute.substring(root.length() + 1);
  }
}
