// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.error;

import dev.sluice.error.issue.Issue;
import java.util.List;
import java.util.Map;

/** Ends a command before it has done anything. */
public final class Stop extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ExitStatus status;
  private final transient List<Issue> issues;
  private final transient Map<String, String> texts;

  private Stop(ExitStatus status, String message, List<Issue> issues, Map<String, String> texts) {
    super(message);
    this.status = status;
    this.issues = issues;
    this.texts = texts;
  }

  public static Stop refused(String message) {
    return new Stop(ExitStatus.REFUSED, message, List.of(), Map.of());
  }

  public static Stop invalid(List<Issue> issues, Map<String, String> texts) {
    return new Stop(ExitStatus.INVALID, "The spec is invalid.", issues, texts);
  }

  ExitStatus status() {
    return status;
  }

  List<Issue> issues() {
    return issues;
  }

  Map<String, String> texts() {
    return texts;
  }
}
