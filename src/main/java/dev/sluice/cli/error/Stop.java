// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.error;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.issue.Issue;
import java.util.List;
import java.util.Map;

/** Ends a command before it has done anything. */
public final class Stop extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ExitStatus status;
  private final String code;
  private final transient List<Issue> issues;
  private final transient Map<String, String> texts;

  private Stop(ExitStatus status, String code, String message, Issues issues) {
    super(message);
    this.status = status;
    this.code = code;
    this.issues = issues.all();
    this.texts = issues.texts();
  }

  /** What is wrong with texts of the author. */
  private record Issues(List<Issue> all, Map<String, String> texts) {}

  public static Stop refused(String message) {
    return new Stop(ExitStatus.REFUSED, "REFUSED", message, new Issues(List.of(), Map.of()));
  }

  public static Stop invalid(List<Issue> issues, Map<String, String> texts) {
    return new Stop(
        ExitStatus.INVALID, "SPEC_INVALID", "The spec is invalid.", new Issues(issues, texts));
  }

  /** For a statement that was typed, not part of a spec; there is at least one issue. */
  public static Stop statement(List<Issue> issues, Map<String, String> texts) {
    ErrorCode code = issues.get(0).code();
    return new Stop(
        ExitStatus.of(code), code.name(), issues.get(0).message(), new Issues(issues, texts));
  }

  /** What programs know it by. */
  String code() {
    return code;
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
