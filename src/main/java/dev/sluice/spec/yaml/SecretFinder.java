// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.yaml;

import dev.sluice.error.ErrorCode;
import dev.sluice.spec.variable.Reference;
import dev.sluice.spec.variable.Variable;
import dev.sluice.spec.yaml.Node.Scalar;
import java.util.Locale;
import org.snakeyaml.engine.v2.events.Event;

/** Finds secrets written in clear, and blanks them in the text that is shown. */
final class SecretFinder {
  private final SourceText source;
  private final StringBuilder shown;
  private final Problems problems;

  SecretFinder(SourceText source, String text, Problems problems) {
    this.source = source;
    this.shown = new StringBuilder(text);
    this.problems = problems;
  }

  /**
   * Reports a value that takes a secret from the environment though it is written down: in plans,
   * manifests and messages. What {@code notify} says is not, and a key that is itself a secret is
   * reported by its own name. SQL is looked at where it is filled in.
   */
  void check(String key, Scalar value) {
    if (key.equals("notify") || Variable.isSecret(key) || SpecShape.holdsSql(key)) {
      return;
    }
    check(value, value.text());
  }

  private void check(Scalar value, String text) {
    for (Reference reference : Reference.in(text)) {
      if (Variable.isSecret(reference.name())) {
        problems.error(
            ErrorCode.SECRET_IN_CLEAR,
            value.position(),
            "the environment variable `"
                + reference.name()
                + "` is a secret by its name, and what stands here is written into plans and manifests",
            "take it out, or call the variable something else; only `notify` may hold a secret");
      }
      if (reference.otherwise() != null) {
        check(value, reference.otherwise());
      }
    }
  }

  /** Whether the value of this key is a secret in clear, which then has been reported. */
  boolean reports(Scalar key, Node value, Event event) {
    boolean isSecret =
        Variable.isSecret(key.text())
            && value instanceof Scalar scalar
            && scalar.type() != Node.Type.NOTHING;
    if (!isSecret || event.getStartMark().isEmpty() || event.getEndMark().isEmpty()) {
      return false;
    }
    int from = source.offset(event.getStartMark().get());
    int to = source.offset(event.getEndMark().get());
    if (Reference.isIn(source.slice(from, to))) {
      return false;
    }
    AddressSecrets.blank(shown, from, to);
    problems.error(
        ErrorCode.SECRET_IN_CLEAR,
        key.position(),
        "`" + key.text() + "` is written in clear",
        key.text().contains(".")
            ? "name the environment variable that holds it, as in `secrets: {"
                + key.text()
                + ": VARIABLE}`"
            : "refer to the environment: `${" + key.text().toUpperCase(Locale.ROOT) + "}`");
    return true;
  }

  /** The file's text without its secrets: of a URL, no more than its host is shown. */
  String shown() {
    AddressSecrets.mask(shown);
    return shown.toString();
  }
}
