// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse.choice;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.issue.Position;
import dev.sluice.error.issue.Suggestion;
import dev.sluice.spec.variable.Reference;
import dev.sluice.spec.variable.Variable;
import dev.sluice.spec.variable.Variable.Kind;
import dev.sluice.spec.variable.Variables;
import dev.sluice.spec.variable.Variables.Declared;
import dev.sluice.spec.yaml.Node;
import dev.sluice.spec.yaml.Node.Field;
import dev.sluice.spec.yaml.Node.Fields;
import dev.sluice.spec.yaml.Node.Scalar;
import dev.sluice.spec.yaml.Problems;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads {@code vars}, and holds those of the command line against them. */
final class VariableReader {
  private final Problems problems;

  VariableReader(Problems problems) {
    this.problems = problems;
  }

  /** The variables under a key; none when there is no such key. */
  Map<String, Declared> read(@Nullable Node vars) {
    Map<String, Declared> all = new LinkedHashMap<>();
    if (vars instanceof Fields fields) {
      for (Field field : fields.fields()) {
        Declared declared = read(field);
        if (declared != null) {
          all.put(field.name(), declared);
        }
      }
    } else if (vars != null) {
      invalid(vars.position(), "`vars` is a map of names, not " + vars.description(), null);
    }
    return all;
  }

  private @Nullable Declared read(Field field) {
    String name = field.name();
    if (!Reference.isLegal(name)) {
      invalid(
          field.key().position(),
          "`" + name + "` cannot be the name of a variable",
          "begin with a letter; use letters, digits and underscores");
      return null;
    }
    if (!(field.value() instanceof Scalar scalar)) {
      invalid(
          field.value().position(),
          "the variable `" + name + "` is one value, not " + field.value().description(),
          "write a text, a number, `true` or `false`");
      return null;
    }
    requireOpen(name, scalar);
    return new Declared(scalar.text(), kind(scalar.type()), true);
  }

  /** A secret under another name would be written into plans. */
  private void requireOpen(String name, Scalar scalar) {
    for (Reference reference : Reference.in(scalar.text())) {
      if (Variable.isSecret(reference.name()) && !Variable.isSecret(name)) {
        problems.error(
            ErrorCode.SECRET_IN_CLEAR,
            scalar.position(),
            "the environment variable `"
                + reference.name()
                + "` is a secret by its name, and what stands here is written into plans and manifests",
            "take it out, or call the variable something else; only `notify` may hold a secret");
      }
    }
  }

  private static @Nullable Kind kind(Node.Type type) {
    return switch (type) {
      case TEXT -> Kind.TEXT;
      case WHOLE, FRACTION -> Kind.NUMBER;
      case TRUTH -> Kind.TRUTH;
      case NOTHING -> Kind.NOTHING;
      case GIVEN, BROKEN -> null;
    };
  }

  /**
   * The variables of the command line, each of the kind that the spec declares.
   *
   * @param declared those of the spec, the ones that decide first
   * @param position where the spec declares some
   */
  Map<String, Declared> given(
      Map<String, String> given, List<Map<String, Declared>> declared, Position position) {
    Map<String, Declared> all = new LinkedHashMap<>();
    given.forEach(
        (name, text) -> {
          Variable guessed = Variable.guessed(text);
          Kind kind = kindOf(name, declared);
          boolean isOpen = kind == null || kind == Kind.NOTHING || kind == Kind.TEXT;
          if (!isOpen && guessed.kind() != kind) {
            invalid(
                position,
                "`--var %s=%s`: the variable is a %s in the spec"
                    .formatted(name, text, kind == Kind.NUMBER ? "number" : "truth value"),
                kind == Kind.NUMBER ? "write a number" : "write `true` or `false`");
          }
          all.put(name, new Declared(text, kind == Kind.TEXT ? kind : guessed.kind(), false));
        });
    return all;
  }

  private static @Nullable Kind kindOf(String name, List<Map<String, Declared>> declared) {
    for (Map<String, Declared> layer : declared) {
      Declared found = layer.get(name);
      if (found != null) {
        return found.kind();
      }
    }
    return null;
  }

  /**
   * Reports variables of the command line that nothing declares and nothing refers to; to be called
   * once everything was filled in.
   *
   * @param declared the names that the spec declares
   */
  void requireKnown(
      Set<String> given, Set<String> declared, Variables variables, Position position) {
    for (String name : new TreeSet<>(given)) {
      if (!declared.contains(name) && !variables.wasAsked(name)) {
        problems.error(
            ErrorCode.UNKNOWN_NAME,
            position,
            "`--var " + name + "=…` sets a variable that the spec does not have",
            declared.isEmpty()
                ? "name it in `vars`, or refer to it as `${" + name + "}`"
                : Suggestion.nearestOr(name, "it has ", declared));
      }
    }
  }

  private void invalid(Position position, String message, @Nullable String suggestion) {
    problems.error(ErrorCode.INVALID_VALUE, position, message, suggestion);
  }
}
