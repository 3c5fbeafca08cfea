// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.variable;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.issue.Suggestion;
import dev.sluice.spec.variable.Reference.Trouble;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The variables of a spec. The first that knows a name decides: the command line, the target, the
 * spec's {@code vars}, the environment. What a target or {@code vars} says may refer to others, and
 * to what would be there without it by its own name.
 */
public final class Variables {
  /** Longer than any value that people write. */
  private static final int MOST_CHARACTERS = 1 << 16;

  private static final int MOST_STEPS = 1_000;

  /**
   * A value as it is declared.
   *
   * @param text as it is written
   * @param kind null when it follows from what the text comes to
   * @param isTemplate whether the text may refer to other variables
   */
  public record Declared(String text, Variable.@Nullable Kind kind, boolean isTemplate) {}

  /**
   * What a name stands for.
   *
   * @param variable what it holds; empty when there is trouble
   */
  public record Found(Variable variable, @Nullable Trouble trouble) {
    private static Found of(Variable variable) {
      return new Found(variable, null);
    }

    private static Found of(Trouble trouble) {
      return new Found(new Variable("", Variable.Kind.TEXT), trouble);
    }
  }

  private final List<Map<String, Declared>> layers;
  private final Function<String, @Nullable String> environment;
  private final Map<String, String> used = new TreeMap<>();
  private final Set<String> asked = new HashSet<>();
  private final Set<String> path = new LinkedHashSet<>();
  private int steps;

  /**
   * Variables in layers.
   *
   * @param layers the one that decides first
   * @param environment what is asked last; null when unset
   */
  public Variables(
      List<Map<String, Declared>> layers, Function<String, @Nullable String> environment) {
    this.layers = List.copyOf(layers);
    this.environment = environment;
  }

  /** Those of the environment alone. */
  public static Variables of(Function<String, @Nullable String> environment) {
    return new Variables(List.of(), environment);
  }

  /** What was filled in so far, by name; of secrets nothing. */
  public Map<String, String> used() {
    return used;
  }

  /** Whether anything referred to a name so far. */
  public boolean wasAsked(String name) {
    return asked.contains(name);
  }

  /** The names that are declared. */
  public Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    layers.forEach(layer -> names.addAll(layer.keySet()));
    return names;
  }

  /** What a reference stands for. */
  Found find(Reference reference) {
    steps = 0;
    Found found = find(reference, 0);
    if (found.trouble() == null && !Variable.isSecret(reference.name())) {
      used.put(reference.name(), found.variable().kind() + ":" + found.variable().text());
    }
    return found;
  }

  private Found find(Reference reference, int from) {
    asked.add(reference.name());
    Found found = find(reference.name(), from);
    String otherwise = reference.otherwise();
    if (otherwise == null) {
      return found == null ? Found.of(unknown(reference.name())) : found;
    }
    if (found != null && (found.trouble() != null || !found.variable().text().isEmpty())) {
      return found;
    }
    return filled(new Declared(otherwise, null, true), each -> find(each, 0));
  }

  /** Null when nothing knows the name. */
  private @Nullable Found find(String name, int from) {
    for (int layer = from; layer < layers.size(); layer++) {
      Declared declared = layers.get(layer).get(name);
      if (declared != null) {
        return declared(name, declared, layer);
      }
    }
    String value = environment.apply(name);
    if (value == null) {
      return null;
    }
    return Reference.isIn(value)
        ? Found.of(nested("the environment variable `" + name + "`", name))
        : Found.of(Variable.guessed(value));
  }

  private Found declared(String name, Declared declared, int layer) {
    if (!declared.isTemplate() && Reference.isIn(declared.text())) {
      return Found.of(nested("`--var " + name + "`", name));
    }
    String step = layer + " " + name;
    if (!path.add(step)) {
      return Found.of(circle(name));
    }
    try {
      return filled(declared, each -> find(each, each.name().equals(name) ? layer + 1 : 0));
    } finally {
      path.remove(step);
    }
  }

  private Found filled(Declared declared, TextTemplate.Lookup lookup) {
    if (++steps > MOST_STEPS) {
      return Found.of(tooLong());
    }
    TextTemplate.Filled filled =
        declared.isTemplate()
            ? TextTemplate.fill(declared.text(), lookup)
            : new TextTemplate.Filled(declared.text(), List.of());
    String text = filled.text();
    if (text == null) {
      return Found.of(filled.troubles().get(0));
    }
    if (text.length() > MOST_CHARACTERS) {
      return Found.of(tooLong());
    }
    Variable.Kind kind = declared.kind();
    return Found.of(kind == null ? Variable.guessed(text) : new Variable(text, kind));
  }

  private Trouble unknown(String name) {
    Collection<String> names = names();
    String nearest = Suggestion.nearest(name, names);
    return new Trouble(
        ErrorCode.ENV_UNSET,
        0,
        names.isEmpty()
            ? "the environment variable `" + name + "` is not set"
            : "`" + name + "` is no variable of the spec, and not set in the environment",
        nearest != null
            ? nearest
            : names.isEmpty()
                ? "set it, or write the value here"
                : "add it to `vars`, set it, or write `${" + name + ":-otherwise}`");
  }

  private static Trouble nested(String what, String name) {
    return new Trouble(
        ErrorCode.INVALID_VALUE,
        0,
        what + " itself holds a `${` reference",
        "references are not followed; put the final value into `" + name + "`");
  }

  private Trouble circle(String name) {
    List<String> way = new ArrayList<>();
    path.forEach(step -> way.add(step.substring(step.indexOf(' ') + 1)));
    way.add(name);
    return new Trouble(
        ErrorCode.CYCLE,
        0,
        "variables refer to one another in a circle: `" + String.join("` → `", way) + "`",
        "give one of them a value of its own");
  }

  private static Trouble tooLong() {
    return new Trouble(
        ErrorCode.INVALID_VALUE,
        0,
        "a variable comes to more than " + MOST_CHARACTERS + " characters, or to too many others",
        null);
  }
}
