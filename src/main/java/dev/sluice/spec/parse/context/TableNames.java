// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse.context;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.issue.Position;
import dev.sluice.kernel.sql.SqlName;
import dev.sluice.spec.yaml.Node.Scalar;
import dev.sluice.spec.yaml.Problems;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The names of tables and models: one name space, in which letter case makes no difference. */
public final class TableNames {
  private static final Set<String> RESERVED =
      Set.of("dead_letters", "dead_letter_replays", "check_rows");
  private static final Pattern DEVICE = Pattern.compile("con|prn|aux|nul|(com|lpt)[1-9]");

  private final Map<String, Scalar> names = new LinkedHashMap<>();
  private final Problems problems;

  public TableNames(Problems problems) {
    this.problems = problems;
  }

  /** Adds a name, and reports what is wrong with it. */
  public void add(Scalar key) {
    String name = key.text();
    String folded = name.toLowerCase(Locale.ROOT);
    Scalar earlier = names.putIfAbsent(folded, key);
    if (earlier != null) {
      problems.error(
          ErrorCode.NAME_COLLISION,
          key.position(),
          "the name `" + name + "` is taken by `" + earlier.text() + "`",
          "see line " + earlier.position().line() + "; letter case makes no difference");
    }
    if (!SqlName.isLegalTable(name)) {
      invalid(
          key.position(),
          "`" + cut(name) + "` cannot be the name of a table",
          "begin with a letter; use letters, digits and underscores, at most 63");
    } else if (folded.startsWith("raw_") || folded.startsWith("_")) {
      invalid(
          key.position(),
          "names like `" + name + "` are reserved",
          "Sluice's own tables have them");
    } else if (RESERVED.contains(folded) || DEVICE.matcher(folded).matches()) {
      invalid(key.position(), "the name `" + name + "` is reserved", "take another");
    }
  }

  private void invalid(Position position, String message, String suggestion) {
    problems.error(ErrorCode.NAME_INVALID, position, message, suggestion);
  }

  private static String cut(String name) {
    return name.length() <= 63 ? name : name.substring(0, 63) + "…";
  }

  /** All names as the author wrote them. */
  public Set<String> all() {
    Set<String> all = new LinkedHashSet<>();
    names.values().forEach(key -> all.add(key.text()));
    return all;
  }
}
