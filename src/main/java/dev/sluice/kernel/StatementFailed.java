// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kernel;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A statement failed because of the values it met, or because it does not fit its inputs. */
public final class StatementFailed extends Exception {
  private static final long serialVersionUID = 1L;
  private static final Pattern KIND = Pattern.compile("([A-Z][A-Za-z ]{2,30} Error):");

  public StatementFailed(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /**
   * The same failure without the values its message may quote: only of what kind it is, such as a
   * conversion error.
   */
  public StatementFailed withoutValues() {
    Matcher kind = KIND.matcher(getMessage());
    String known = kind.lookingAt() ? kind.group(1) : "Error";
    return new StatementFailed(known + " (its text is left out: it may hold personal data)", null);
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
