// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.yaml;

import dev.sluice.error.ErrorCode;
import dev.sluice.spec.yaml.Node.Scalar;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.events.Event;

/** Finds secrets written in clear, and blanks them in the text that is shown. */
final class SecretFinder {
  private static final Pattern NAME =
      Pattern.compile("(.*_)?(password|passwd|secret|token|api_key|access_key|private_key)");

  private static final Pattern REFERENCE =
      Pattern.compile("(?<!\\$)\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");

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
   * reported by its own name.
   */
  void check(String key, Scalar value, String written) {
    Matcher reference = REFERENCE.matcher(written);
    boolean isKept = key.equals("notify") || isSecret(key);
    while (!isKept && reference.find()) {
      if (isSecret(reference.group(1))) {
        problems.error(
            ErrorCode.SECRET_IN_CLEAR,
            value.position(),
            "the environment variable `"
                + reference.group(1)
                + "` is a secret by its name, and what stands here is written into plans and manifests",
            "take it out, or call the variable something else; only `notify` may hold a secret");
      }
    }
  }

  private static boolean isSecret(String name) {
    return NAME.matcher(name.toLowerCase(Locale.ROOT)).matches();
  }

  /** Whether the value of this key is a secret in clear, which then has been reported. */
  boolean reports(Scalar key, Node value, Event event) {
    boolean isSecret =
        isSecret(key.text())
            && value instanceof Scalar scalar
            && scalar.type() != Node.Type.NOTHING;
    if (!isSecret || event.getStartMark().isEmpty() || event.getEndMark().isEmpty()) {
      return false;
    }
    int from = source.offset(event.getStartMark().get());
    int to = source.offset(event.getEndMark().get());
    if (Environment.isReferredTo(source.slice(from, to))) {
      return false;
    }
    AddressSecrets.blank(shown, from, to);
    problems.error(
        ErrorCode.SECRET_IN_CLEAR,
        key.position(),
        "`" + key.text() + "` is written in clear",
        "refer to the environment: `${" + key.text().toUpperCase(Locale.ROOT) + "}`");
    return true;
  }

  /** The file's text without its secrets: of a URL, no more than its host is shown. */
  String shown() {
    AddressSecrets.mask(shown);
    return shown.toString();
  }
}
