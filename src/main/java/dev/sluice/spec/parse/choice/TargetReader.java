// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse.choice;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.issue.Position;
import dev.sluice.error.issue.Suggestion;
import dev.sluice.spec.parse.choice.TargetChoice.Deferred;
import dev.sluice.spec.variable.TextTemplate;
import dev.sluice.spec.variable.Variables;
import dev.sluice.spec.variable.Variables.Declared;
import dev.sluice.spec.yaml.Node;
import dev.sluice.spec.yaml.Node.Field;
import dev.sluice.spec.yaml.Node.Fields;
import dev.sluice.spec.yaml.Node.Scalar;
import dev.sluice.spec.yaml.Problems;
import dev.sluice.spec.yaml.Section;
import dev.sluice.spec.yaml.SpecShape;
import dev.sluice.spec.yaml.YamlReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code targets}, and makes of a spec the one that the chosen target has. */
public final class TargetReader {
  /** What a target says that is no part of the spec itself. */
  private static final Set<String> OWN = Set.of("vars", "defer");

  private static final Set<String> KEYS = Set.copyOf(SpecShape.TARGET.names());

  private static final Map<String, SpecShape> INNER =
      Map.of(
          "publish", SpecShape.PUBLISH,
          "dead_letters", SpecShape.DEAD_LETTERS,
          "keep", SpecShape.KEEP);

  private final Choices choices;
  private final Problems problems;
  private final VariableReader reader;
  private final Fields root;
  private final Position start;
  private final Map<String, Field> targets = new LinkedHashMap<>();
  private final Map<String, Declared> vars;

  private TargetReader(Fields root, Position start, Choices choices, Problems problems) {
    this.root = root;
    this.start = start;
    this.choices = choices;
    this.problems = problems;
    this.reader = new VariableReader(problems);
    this.vars = reader.read(value(root, "vars"));
    readTargets();
  }

  /** Chooses a target, and fills in the variables; null when there is none of that name. */
  public static @Nullable TargetChoice choose(
      Node root, Position start, Choices choices, Problems problems) {
    return root instanceof Fields fields
        ? new TargetReader(fields, start, choices, problems).choose()
        : new TargetChoice("", root, Variables.of(choices.environment()), null, Set.of());
  }

  /**
   * Reports variables of the command line that the spec does not know; to be called once everything
   * was filled in.
   */
  public static void requireKnown(
      TargetChoice choice, Position start, Choices choices, Problems problems) {
    new VariableReader(problems)
        .requireKnown(choices.vars().keySet(), choice.declared(), choice.variables(), start);
  }

  private void readTargets() {
    Field all = field(root, "targets");
    if (all == null) {
      return;
    }
    if (!(all.value() instanceof Fields named)) {
      invalid(
          all.value().position(),
          "`targets` is a map of names, not " + all.value().description(),
          null);
      return;
    }
    for (Field each : named.fields()) {
      Section section =
          Section.open(each.value(), each.key().position(), SpecShape.TARGET, problems);
      if (section != null) {
        INNER.forEach((key, shape) -> requireKnownKeys(section, key, shape));
        targets.put(each.name(), each);
      }
    }
  }

  /** What a target says is read when it is chosen; only its keys are known before. */
  private static void requireKnownKeys(Section section, String key, SpecShape shape) {
    if (section.node(key) instanceof Fields) {
      Section unused = section.section(key, shape);
    }
  }

  private @Nullable TargetChoice choose() {
    String name = chosen();
    if (name == null) {
      return null;
    }
    Variables variables = variables(name, true);
    Fields merged = merged(name);
    List<Field> filled = new ArrayList<>();
    for (Field field : merged.fields()) {
      boolean isOurs = List.of("vars", "targets", "default_target").contains(field.name());
      filled.add(isOurs ? field : filled(field, variables));
    }
    requireOwnLakes();
    return new TargetChoice(
        name, new Fields(merged.position(), filled), variables, deferred(name), declared());
  }

  private Set<String> declared() {
    Set<String> names = new LinkedHashSet<>(vars.keySet());
    for (Field target : targets.values()) {
      names.addAll(new VariableReader(new Problems()).read(value(target.value(), "vars")).keySet());
    }
    return names;
  }

  private Field filled(Field field, Variables variables) {
    Fields alone = new Fields(field.key().position(), List.of(field));
    return ((Fields) YamlReader.fill(alone, variables, problems)).fields().get(0);
  }

  /** The name of the target; empty for none, null when it was reported. */
  private @Nullable String chosen() {
    String asked = choices.asked();
    Field byDefault = field(root, "default_target");
    if (asked != null) {
      return known(asked, "`" + choices.asker() + "`", targetsPosition());
    }
    if (byDefault == null) {
      return "";
    }
    Node filled = YamlReader.fill(byDefault.value(), variables("", true), problems);
    if (filled instanceof Scalar scalar && scalar.isText()) {
      return known(scalar.text(), "`default_target`", scalar.position());
    }
    if (!(filled instanceof Scalar scalar && scalar.isBroken())) {
      invalid(filled.position(), "`default_target` is a name, not " + filled.description(), null);
    }
    return null;
  }

  private @Nullable String known(String name, String asker, Position position) {
    if (targets.containsKey(name)) {
      return name;
    }
    if (targets.isEmpty()) {
      invalid(
          position,
          asker + ": the spec has no `targets`",
          "add `targets: {" + name + ": {lake: …}}`, or take it away");
    } else {
      problems.error(
          ErrorCode.UNKNOWN_NAME,
          position,
          asker + ": no target is named `" + name + "`",
          Suggestion.nearestOr(name, "there are ", targets.keySet()));
    }
    return null;
  }

  private Position targetsPosition() {
    Field all = field(root, "targets");
    return all == null ? start : all.key().position();
  }

  /** The variables of a target, of the spec itself for an empty name. */
  private Variables variables(String target, boolean isReported) {
    VariableReader reader = isReported ? this.reader : new VariableReader(new Problems());
    List<Map<String, Declared>> declared = new ArrayList<>();
    Field own = targets.get(target);
    if (own != null) {
      declared.add(reader.read(value(own.value(), "vars")));
    }
    declared.add(vars);
    List<Map<String, Declared>> layers = new ArrayList<>();
    layers.add(reader.given(choices.vars(), declared, start));
    layers.addAll(declared);
    return new Variables(layers, choices.environment());
  }

  /** The spec with what a target says in its places. */
  private Fields merged(String target) {
    Field own = targets.get(target);
    if (own == null || !(own.value() instanceof Fields over)) {
      return root;
    }
    List<Field> said =
        over.fields().stream()
            .filter(field -> KEYS.contains(field.name()) && !OWN.contains(field.name()))
            .toList();
    return merged(root, new Fields(over.position(), said));
  }

  /** Maps are merged key by key; nothing in the place of something takes it away. */
  private static Fields merged(Fields base, Fields over) {
    List<Field> all = new ArrayList<>();
    for (Field field : base.fields()) {
      Field other = field(over, field.name());
      if (other == null) {
        all.add(field);
      } else if (field.value() instanceof Fields inner && other.value() instanceof Fields more) {
        all.add(new Field(other.key(), merged(inner, more)));
      } else if (!isNothing(other.value())) {
        all.add(other);
      }
    }
    for (Field field : over.fields()) {
      if (field(base, field.name()) == null && !isNothing(field.value())) {
        all.add(field);
      }
    }
    return new Fields(base.position(), all);
  }

  private static boolean isNothing(Node node) {
    return node instanceof Scalar scalar && scalar.type() == Node.Type.NOTHING;
  }

  private @Nullable Deferred deferred(String target) {
    Field own = targets.get(target);
    Field said = own == null ? null : field(own.value(), "defer");
    String asked = choices.defer();
    Position position = said == null ? targetsPosition() : said.value().position();
    String name = asked != null ? asked : said == null ? null : deferredBy(said, target);
    if (name == null) {
      return null;
    }
    String asker = asked != null ? "`--defer " + asked + "`" : "`defer`";
    if (name.equals(target)) {
      invalid(position, asker + ": a target cannot defer to itself", null);
      return null;
    }
    String other = known(name, asker, position);
    Node lake = other == null ? null : value(merged(other), "lake");
    if (other == null || lake == null) {
      if (other != null) {
        invalid(position, asker + ": the target `" + other + "` has no `lake`", null);
      }
      return null;
    }
    return YamlReader.fill(lake, variables(other, false), problems) instanceof Scalar scalar
            && scalar.isText()
        ? new Deferred(other, scalar)
        : null;
  }

  private @Nullable String deferredBy(Field said, String target) {
    Node filled = YamlReader.fill(said.value(), variables(target, false), problems);
    if (filled instanceof Scalar scalar && scalar.isText()) {
      return scalar.text();
    }
    invalid(
        filled.position(), "`defer` is the name of a target, not " + filled.description(), null);
    return null;
  }

  /** Two targets that share a lake would take the place of one another's tables. */
  private void requireOwnLakes() {
    if (problems.hasErrors()) {
      return; // a key that is misspelled may be the lake
    }
    Map<String, String> owners = new HashMap<>();
    for (Map.Entry<String, Field> each : targets.entrySet()) {
      String target = each.getKey();
      Node lake = value(merged(target), "lake");
      String text =
          lake instanceof Scalar scalar
              ? TextTemplate.fill(scalar.text(), variables(target, false)).text()
              : null;
      String owner = text == null ? null : owners.putIfAbsent(text.replaceFirst("/+$", ""), target);
      if (owner != null) {
        invalid(
            each.getValue().key().position(),
            "the targets `%s` and `%s` share the lake `%s`".formatted(owner, target, text),
            "give `" + target + "` a `lake` of its own");
      }
    }
  }

  private static @Nullable Field field(@Nullable Node fields, String name) {
    return fields instanceof Fields all
        ? all.fields().stream().filter(f -> f.name().equals(name)).findFirst().orElse(null)
        : null;
  }

  private static @Nullable Node value(@Nullable Node fields, String name) {
    Field field = field(fields, name);
    return field == null ? null : field.value();
  }

  private void invalid(Position position, String message, @Nullable String suggestion) {
    problems.error(ErrorCode.INVALID_VALUE, position, message, suggestion);
  }
}
