// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.yaml;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.issue.Position;
import dev.sluice.error.issue.Suggestion;
import dev.sluice.spec.yaml.Node.Field;
import dev.sluice.spec.yaml.Node.Fields;
import dev.sluice.spec.yaml.Node.Scalar;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One object of the spec, read key by key; what is wrong is reported, and then reads as absent. */
public final class Section {
  private final Shape shape;
  private final Position position;
  private final Fields fields;
  private final NodeValues values;
  private final Problems problems;

  /** Which keys an object has. */
  public interface Shape {
    /** What messages call it. */
    String phrase();

    /** All keys, planned ones too. */
    List<SpecKey> keys();

    /** The names of the keys that are accepted today. */
    default List<String> names() {
      return keys().stream().filter(key -> !key.isPlanned()).map(SpecKey::name).toList();
    }

    /** The key of a name. */
    default Optional<SpecKey> key(String name) {
      return keys().stream().filter(key -> key.name().equals(name)).findFirst();
    }
  }

  private Section(Shape shape, Position position, Fields fields, Problems problems) {
    this.shape = shape;
    this.position = position;
    this.fields = fields;
    this.values = new NodeValues(problems);
    this.problems = problems;
  }

  /** Opens a map and reports its unknown and missing keys; null when it is no map. */
  public static @Nullable Section open(Node node, Shape shape, Problems problems) {
    return open(node, node.position(), shape, problems);
  }

  /**
   * Opens a map.
   *
   * @param position where the key it belongs to stands, for reporting missing keys
   */
  public static @Nullable Section open(
      Node node, Position position, Shape shape, Problems problems) {
    if (node instanceof Scalar scalar && scalar.isBroken()) {
      return null;
    }
    if (!(node instanceof Fields fields)) {
      problems.error(
          ErrorCode.INVALID_VALUE,
          node.position(),
          shape.phrase() + " is a map, not " + node.description(),
          "its keys are " + Suggestion.list(shape.names()));
      return null;
    }
    Section section = new Section(shape, position, fields, problems);
    section.reportUnknown();
    section.reportMissing();
    return section;
  }

  private void reportUnknown() {
    for (Field field : fields.fields()) {
      SpecKey key = shape.key(field.name()).orElse(null);
      if (key == null && !problems.isFull()) {
        problems.error(
            ErrorCode.UNKNOWN_KEY,
            field.key().position(),
            "`" + field.name() + "` is not a key of " + shape.phrase(),
            meant(field.name()));
      } else if (key != null && key.isPlanned()) {
        problems.error(
            ErrorCode.INVALID_VALUE,
            field.key().position(),
            "`" + key.name() + "` of " + shape.phrase() + " is not available yet");
      }
    }
  }

  /** A key that is near; else where a key of that name belongs. */
  private String meant(String name) {
    String near = Suggestion.nearest(name, shape.names());
    if (near != null) {
      return near;
    }
    String keys = "keys are " + Suggestion.list(shape.names());
    return KeyHome.of(name).map(home -> home + "; here the " + keys).orElse("its " + keys);
  }

  private void reportMissing() {
    for (SpecKey key : shape.keys()) {
      if (key.isRequired() && !has(key.name())) {
        missing(key.name(), shape.phrase() + " needs the key `" + key.name() + "`");
      }
    }
  }

  /** Reports a key that is needed here. */
  public void missing(String key, String message) {
    problems.error(ErrorCode.MISSING_KEY, position, message, "add `" + key + ":`");
  }

  public Position position() {
    return position;
  }

  public boolean has(String key) {
    return field(key) != null;
  }

  public @Nullable Field field(String key) {
    return fields.fields().stream().filter(f -> f.name().equals(key)).findFirst().orElse(null);
  }

  public List<Field> fields() {
    return fields.fields();
  }

  public @Nullable Node node(String key) {
    Field field = field(key);
    return field == null ? null : field.value();
  }

  /** A text. */
  public @Nullable Scalar text(String key) {
    Node node = node(key);
    return node == null ? null : values.text(node, key);
  }

  /** A list of texts; a single text counts as a list of one. */
  public List<Scalar> texts(String key) {
    Node node = node(key);
    return node == null ? List.of() : values.texts(node, key);
  }

  /** The entries of a list. */
  public List<Node> items(String key) {
    Node node = node(key);
    return node == null ? List.of() : values.items(node, key);
  }

  /** The entries of a map whose keys are names. */
  public List<Field> entries(String key) {
    Node node = node(key);
    return node == null ? List.of() : values.entries(node, key);
  }

  /** A whole number within bounds, inclusive. */
  public @Nullable Long whole(String key, long min, long max) {
    Node node = node(key);
    return node == null ? null : values.whole(node, key, min, max);
  }

  /** A share, 0 to 1. */
  public @Nullable Double ratio(String key) {
    Node node = node(key);
    return node == null ? null : values.ratio(node, key);
  }

  /** A truth value; false when absent. */
  public boolean isTrue(String key) {
    Node node = node(key);
    return node != null && values.truth(node, key);
  }

  /** {@code true}, {@code false} or another word; {@code false} when absent. */
  public String truthOr(String key, String word) {
    Node node = node(key);
    return node == null ? "false" : values.truthOr(node, key, word);
  }

  /** One of the values the grammar allows; the default when absent. */
  public <E extends Enum<E>> E choice(String key, E byDefault) {
    Node node = node(key);
    SpecKey grammar = shape.key(key).orElseThrow();
    String chosen = node == null ? null : values.choice(node, grammar);
    return chosen == null
        ? byDefault
        : Enum.valueOf(byDefault.getDeclaringClass(), chosen.toUpperCase(Locale.ROOT));
  }

  /** An object under a key, or null. */
  public @Nullable Section section(String key, Shape inner) {
    Field field = field(key);
    return field == null ? null : open(field.value(), field.key().position(), inner, problems);
  }
}
