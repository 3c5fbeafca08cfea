// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.yaml;

import dev.sluice.error.issue.Position;
import dev.sluice.spec.variable.FlowMask;
import dev.sluice.spec.variable.Reference;
import dev.sluice.spec.yaml.Node.Scalar;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.JsonScalarResolver;

/** Turns scalar events into scalars that know where each of their characters stands. */
final class ScalarReader {
  private static final JsonScalarResolver RESOLVER = new JsonScalarResolver();
  private static final Map<Tag, Node.Type> TYPES =
      Map.of(
          Tag.INT, Node.Type.WHOLE,
          Tag.FLOAT, Node.Type.FRACTION,
          Tag.BOOL, Node.Type.TRUTH,
          Tag.NULL, Node.Type.NOTHING);

  private final SourceText source;
  private final @Nullable FlowMask mask;

  /**
   * Reads values.
   *
   * @param mask what was done to the text; null where nothing is a reference
   */
  ScalarReader(SourceText source, @Nullable FlowMask mask) {
    this.source = source;
    this.mask = mask;
  }

  Position position(Event event) {
    return event.getStartMark().map(source::position).orElseGet(() -> source.start(0, 0));
  }

  Scalar key(ScalarEvent event) {
    return Scalar.of(position(event), text(event));
  }

  Scalar value(ScalarEvent event) {
    Position position = position(event);
    String text = text(event);
    boolean isGiven = mask != null && event.isPlain() && Reference.isIn(text);
    Node.Type type = isGiven ? Node.Type.GIVEN : type(event);
    Scalar unmapped = new Scalar(position, text, type, position, Scalar.UNMAPPED);
    if (event.getStartMark().isEmpty()) {
      return unmapped;
    }
    Mark start = event.getStartMark().get();
    if (event.isLiteral() || event.isFolded()) {
      return block(unmapped, start.getLine() + 1);
    }
    int from = source.offset(start) + (event.isPlain() ? 0 : 1);
    int to = event.getEndMark().map(source::offset).orElse(from) - (event.isPlain() ? 0 : 1);
    boolean isVerbatim = source.slice(from, to).equals(text);
    return isVerbatim ? new Scalar(position, text, type, source.position(from), 0) : unmapped;
  }

  private String text(ScalarEvent event) {
    return mask == null ? event.getValue() : mask.clear(event.getValue());
  }

  private static Node.Type type(ScalarEvent event) {
    if (!event.isPlain()) {
      return Node.Type.TEXT;
    }
    Tag tag = RESOLVER.resolve(event.getValue(), true);
    return TYPES.getOrDefault(tag, Node.Type.TEXT);
  }

  /** Maps a block scalar whose lines are the file's lines, all but their indent. */
  private Scalar block(Scalar unmapped, int firstLine) {
    String[] lines = unmapped.text().stripTrailing().split("\n", -1);
    int indent = Scalar.UNMAPPED;
    for (int i = 0; i < lines.length; i++) {
      String written = source.line(firstLine + i);
      if (!lines[i].isBlank()) {
        int found = written.length() - lines[i].length();
        boolean fits = found >= 0 && written.endsWith(lines[i]);
        if (!fits || (indent != Scalar.UNMAPPED && indent != found)) {
          return unmapped;
        }
        indent = found;
      }
    }
    return indent == Scalar.UNMAPPED
        ? unmapped
        : new Scalar(
            unmapped.position(),
            unmapped.text(),
            unmapped.type(),
            source.start(firstLine, indent),
            indent);
  }
}
