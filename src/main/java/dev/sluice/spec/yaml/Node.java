// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.yaml;

import dev.sluice.error.issue.Position;
import java.util.List;

/** A value of a YAML document and where it stands. */
public sealed interface Node {
  Position position();

  /** What it is, for messages: {@code a list}. */
  String description();

  /** A mapping; its keys are unique. */
  record Fields(Position position, List<Field> fields) implements Node {
    public Fields {
      fields = List.copyOf(fields);
    }

    @Override
    public String description() {
      return "a map";
    }
  }

  /** One entry of a mapping. */
  record Field(Scalar key, Node value) {
    public String name() {
      return key.text();
    }
  }

  /** A sequence. */
  record Items(Position position, List<Node> items) implements Node {
    public Items {
      items = List.copyOf(items);
    }

    @Override
    public String description() {
      return "a list";
    }
  }

  /**
   * A single value.
   *
   * @param text as written; once it is filled in, with its variables replaced, but for SQL
   * @param type by the JSON schema of YAML 1.2
   * @param first where the first character of {@code text} stands
   * @param indent columns before each further line of {@code text} in the file, or {@link
   *     #UNMAPPED}
   */
  record Scalar(Position position, String text, Type type, Position first, int indent)
      implements Node {
    /** The lines of the text are not the lines of the file: folded, escaped, or replaced. */
    public static final int UNMAPPED = Position.UNMAPPED;

    /** A text that stands on one line, exactly as written. */
    public static Scalar of(Position position, String text) {
      return new Scalar(position, text, Type.TEXT, position, 0);
    }

    /** Where a character of the text (0-based) stands. */
    public Position at(int offset) {
      return first.of(text, indent, offset);
    }

    public boolean isBroken() {
      return type == Type.BROKEN;
    }

    public boolean isText() {
      return type == Type.TEXT || type == Type.GIVEN;
    }

    /** With another text, whose lines are not those of the file. */
    Scalar filled(String other) {
      return new Scalar(position, other, type, position, UNMAPPED);
    }

    /** Of which nothing can be told. */
    Scalar broken() {
      return new Scalar(position, "", Type.BROKEN, position, UNMAPPED);
    }

    @Override
    public String description() {
      if (type == Type.NOTHING) {
        return "nothing";
      }
      return (type == Type.TEXT ? "the text `" : "the " + type.word + " `") + cut(text) + "`";
    }

    private static String cut(String text) {
      return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }
  }

  /** What a plain scalar means. */
  enum Type {
    TEXT("text"),
    WHOLE("number"),
    FRACTION("number"),
    TRUTH("truth value"),
    NOTHING("value"),
    /** What variables hold: a text, a number or a truth value, as is asked. */
    GIVEN("value"),
    /** A reference that could not be replaced; it was reported and reads as absent. */
    BROKEN("value");

    private final String word;

    Type(String word) {
      this.word = word;
    }
  }
}
