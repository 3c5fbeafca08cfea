// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.yaml;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.issue.Issue;
import dev.sluice.error.issue.Position;
import dev.sluice.error.issue.Severity;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong, up to {@link #MAX} issues. */
public final class Problems {
  /** More than anybody reads; keeps a hostile file from filling the memory. */
  public static final int MAX = 1_000;

  private final Set<Issue> issues = new LinkedHashSet<>();
  private boolean hasErrors;

  public void error(ErrorCode code, Position position, String message) {
    error(code, position, message, null);
  }

  /**
   * Adds an error.
   *
   * @param message may quote values, which come with what the environment says in them: of URLs no
   *     secret is shown
   */
  public void error(
      ErrorCode code, Position position, String message, @Nullable String suggestion) {
    add(Issue.error(code, position, AddressSecrets.masked(message), suggestion));
  }

  public void warn(ErrorCode code, Position position, String message, @Nullable String suggestion) {
    add(Issue.warning(code, position, AddressSecrets.masked(message), suggestion));
  }

  private void add(Issue issue) {
    hasErrors |= issue.severity() == Severity.ERROR;
    if (!isFull()) {
      issues.add(issue);
    }
  }

  public boolean isFull() {
    return issues.size() >= MAX;
  }

  public boolean hasErrors() {
    return hasErrors;
  }

  /** In the order of their positions, the given file before all others. */
  public List<Issue> sorted(String mainFile) {
    Comparator<Issue> order =
        Comparator.comparing((Issue issue) -> !issue.position().file().equals(mainFile))
            .thenComparing(issue -> issue.position().file())
            .thenComparing(issue -> issue.position().line())
            .thenComparing(issue -> issue.position().column());
    return issues.stream().sorted(order).toList();
  }
}
