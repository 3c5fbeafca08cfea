// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.variable;

import dev.sluice.spec.variable.Reference.Trouble;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Fills variables into a text, each as the text that it holds. */
public final class TextTemplate {
  private TextTemplate() {}

  /**
   * What came of a text.
   *
   * @param text null when there is any trouble
   */
  public record Filled(@Nullable String text, List<Trouble> troubles) {}

  public static Filled fill(String text, Variables variables) {
    return fill(text, variables::find);
  }

  /** Looks up a variable for a reference. */
  interface Lookup {
    Variables.Found of(Reference reference);
  }

  static Filled fill(String text, Lookup lookup) {
    List<Trouble> troubles = new ArrayList<>();
    StringBuilder filled = new StringBuilder();
    int done = 0;
    for (Reference reference : Reference.in(text)) {
      filled.append(text, done, reference.from());
      done = reference.to();
      switch (reference.form()) {
        case KEPT -> filled.append("${");
        case BROKEN -> troubles.add(reference.brokenness());
        case VALUE -> {
          Variables.Found found = lookup.of(reference);
          if (found.trouble() == null) {
            filled.append(found.variable().text());
          } else {
            troubles.add(found.trouble().at(reference.from()));
          }
        }
      }
    }
    filled.append(text, done, text.length());
    return new Filled(troubles.isEmpty() ? filled.toString() : null, troubles);
  }
}
