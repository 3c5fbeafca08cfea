// SPDX-License-Identifier: Apache-2.0
package dev.sluice.plan.selection;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.error.issue.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One term of a selection: names, with a pattern or not, and how far around them.
 *
 * @param name a name, or a pattern with {@code *} and {@code ?}
 * @param before how many steps towards the sources; 0 for none
 * @param behind how many steps towards what is made of them
 */
record SelectionTerm(String option, String written, String name, int before, int behind) {
  private static final Pattern TERM =
      Pattern.compile(
          "(?:(?<before>[0-9]{0,4})(?<up>\\+))?(?<name>[A-Za-z0-9_*?]+?)"
              + "(?:(?<down>\\+)(?<behind>[0-9]{0,4}))?");

  private static final Pattern BETWEEN = Pattern.compile("[,\\s]+");

  private static final String FORM =
      "write a name or a pattern, such as `orders`, `stg_*`, `orders+` (and what is made of it),"
          + " `+daily` (and what it reads), `1+daily`, `orders+2`; several with commas or spaces";

  /** The terms of an option's values, each of which may hold several. */
  static List<SelectionTerm> of(String option, List<String> values) {
    List<SelectionTerm> terms = new ArrayList<>();
    for (String value : values) {
      BETWEEN
          .splitAsStream(value)
          .filter(written -> !written.isEmpty())
          .forEach(written -> terms.add(of(option, written)));
    }
    return terms;
  }

  private static SelectionTerm of(String option, String written) {
    Matcher term = TERM.matcher(written);
    if (!term.matches()) {
      throw refused("%s %s: this is no selection; %s".formatted(option, written, FORM));
    }
    return new SelectionTerm(
        option,
        written,
        term.group("name"),
        steps(term.group("up"), term.group("before")),
        steps(term.group("down"), term.group("behind")));
  }

  private static int steps(String plus, String count) {
    if (plus == null) {
      return 0;
    }
    return count == null || count.isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(count);
  }

  /** The names that it means, without what is around them. */
  Set<String> matching(Set<String> names) {
    Pattern pattern =
        Pattern.compile(name.replace("*", "[A-Za-z0-9_]*").replace("?", "[A-Za-z0-9_]"));
    Set<String> found = new TreeSet<>();
    names.stream().filter(each -> pattern.matcher(each).matches()).forEach(found::add);
    if (found.isEmpty()) {
      throw refused(
          "%s %s: no table or model is named so; %s"
              .formatted(option, written, Suggestion.nearestOr(name, "there are ", names)));
    }
    return found;
  }

  static PipelineException refused(String message) {
    return new PipelineException(ErrorCode.INVALID_VALUE, message);
  }
}
