// SPDX-License-Identifier: Apache-2.0
package dev.sluice.error;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Trouble of the world, or of Sluice itself: stops the run. Never used for a bad row. Its message
 * is for people; what libraries said stands in its causes. Where it is about something that the
 * author wrote, it knows the keys under which that stands in the spec.
 */
public final class PipelineException extends RuntimeException {
  private static final long serialVersionUID = 2L;

  private final ErrorCode code;
  private final ArrayList<List<String>> about = new ArrayList<>();

  public PipelineException(ErrorCode code, String message) {
    this(code, message, null);
  }

  public PipelineException(ErrorCode code, String message, @Nullable Throwable cause) {
    super(PlainWords.of(message), cause);
    this.code = code;
  }

  /** What happened, in words for people; never null. */
  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }

  public ErrorCode code() {
    return code;
  }

  /** What it is in one line, as the evidence of a run that it stopped says it. */
  public String reason() {
    return code + ": " + getMessage();
  }

  /**
   * The same trouble, which is about one more thing of the spec.
   *
   * @param keys under which it stands, from the top, such as {@code tables, orders, columns, id};
   *     where the last of them are not there, it is about the deepest that is
   */
  public PipelineException about(String... keys) {
    return about(List.of(List.of(keys)));
  }

  /** As {@link #about(String...)}, of several things. */
  public PipelineException about(List<List<String>> more) {
    PipelineException located = new PipelineException(code, getMessage(), getCause());
    located.setStackTrace(getStackTrace());
    located.about.addAll(about);
    more.stream().map(List::copyOf).forEach(located.about::add);
    return located;
  }

  /** The keys of everything of the spec that it is about; empty when it is about none. */
  public List<List<String>> about() {
    return List.copyOf(about);
  }

  /**
   * Does something that is about one thing of the spec, unless it is known better.
   *
   * @param keys as of {@link #about(String...)}
   * @throws PipelineException what it throws, with those keys where it has none
   */
  public static <T> T about(Supplier<T> work, String... keys) {
    try {
      return work.get();
    } catch (PipelineException e) {
      throw e.about.isEmpty() ? e.about(keys) : e;
    }
  }
}
