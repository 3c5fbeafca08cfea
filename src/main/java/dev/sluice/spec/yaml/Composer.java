// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.yaml;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.issue.Position;
import dev.sluice.spec.variable.Reference;
import dev.sluice.spec.yaml.Node.Field;
import dev.sluice.spec.yaml.Node.Fields;
import dev.sluice.spec.yaml.Node.Items;
import dev.sluice.spec.yaml.Node.Scalar;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.ComposerException;
import org.snakeyaml.engine.v2.exceptions.Mark;

/**
 * Builds nodes from the events of one document; bounded in depth and in aliases, which share their
 * node and so never multiply.
 */
final class Composer {
  private static final int MAX_DEPTH = 32;
  private static final int MAX_ALIASES = 100;

  private final Iterator<Event> events;
  private final ScalarReader scalars;
  private final @Nullable SecretFinder secrets;
  private final Problems problems;
  private final Map<Anchor, Node> anchors = new HashMap<>();
  private int aliases;
  private String key = "";

  /**
   * Builds the nodes of some events.
   *
   * @param secrets null where no value can be one
   */
  Composer(
      Iterator<Event> events,
      ScalarReader scalars,
      @Nullable SecretFinder secrets,
      Problems problems) {
    this.events = events;
    this.scalars = scalars;
    this.secrets = secrets;
    this.problems = problems;
  }

  /** The document's root, or null when the stream holds none. */
  @Nullable Node document() {
    events.next();
    if (events.next().getEventId() == Event.ID.StreamEnd) {
      return null;
    }
    Node root = node(events.next(), 0);
    events.next();
    Event next = events.next();
    if (next.getEventId() != Event.ID.StreamEnd) {
      throw refusal("a second document begins here; a spec is one document", next);
    }
    return root;
  }

  private Node node(Event event, int depth) {
    if (depth > MAX_DEPTH) {
      throw refusal("values are nested more than " + MAX_DEPTH + " deep", event);
    }
    if (event instanceof AliasEvent alias) {
      return aliased(alias);
    }
    refuseTag(event);
    Node node =
        event instanceof ScalarEvent scalar
            ? scalar(scalar)
            : event.getEventId() == Event.ID.MappingStart
                ? fields(event, depth)
                : items(event, depth);
    ((NodeEvent) event).getAnchor().ifPresent(anchor -> anchors.put(anchor, node));
    return node;
  }

  private Scalar scalar(ScalarEvent event) {
    Scalar value = scalars.value(event);
    if (secrets != null) {
      secrets.check(key, value);
    }
    return value;
  }

  private Node aliased(AliasEvent alias) {
    Node node = anchors.get(alias.getAlias());
    if (node == null) {
      throw refusal(
          "`*" + alias.getAlias().getValue() + "` refers to no value that ends before it", alias);
    }
    if (++aliases > MAX_ALIASES) {
      throw refusal("more than " + MAX_ALIASES + " aliases", alias);
    }
    return node;
  }

  private void refuseTag(Event event) {
    Optional<String> tag =
        event instanceof ScalarEvent scalar
            ? scalar.getTag()
            : ((CollectionStartEvent) event).getTag();
    tag.ifPresent(
        t ->
            problems.error(
                ErrorCode.YAML_SYNTAX,
                scalars.position(event),
                "the tag `" + t + "` is not allowed",
                "take it out; values are plain texts, numbers, lists and maps"));
  }

  private Items items(Event start, int depth) {
    List<Node> items = new ArrayList<>();
    Event event = events.next();
    while (event.getEventId() != Event.ID.SequenceEnd) {
      items.add(node(event, depth + 1));
      event = events.next();
    }
    return new Items(scalars.position(start), items);
  }

  private Fields fields(Event start, int depth) {
    Map<String, Field> fields = new HashMap<>();
    List<Field> order = new ArrayList<>();
    Event event = events.next();
    while (event.getEventId() != Event.ID.MappingEnd) {
      Scalar key = key(event, depth);
      Event valueStart = events.next();
      String outer = this.key;
      this.key = key == null ? "" : key.text();
      Node value = node(valueStart, depth + 1);
      this.key = outer;
      boolean isColumn = SpecShape.holdsColumns(outer);
      boolean isSecret =
          key != null && secrets != null && !isColumn && secrets.reports(key, value, valueStart);
      if (key != null && !isSecret) {
        Field field = new Field(key, value);
        Field earlier = fields.putIfAbsent(key.text(), field);
        if (earlier == null) {
          order.add(field);
        } else {
          reportDuplicate(key, earlier.key().position());
        }
      }
      event = events.next();
    }
    return new Fields(scalars.position(start), order);
  }

  private @Nullable Scalar key(Event event, int depth) {
    if (!(event instanceof ScalarEvent scalar)) {
      node(event, depth + 1);
      problems.error(
          ErrorCode.YAML_SYNTAX, scalars.position(event), "a key must be a plain name", null);
      return null;
    }
    refuseTag(event);
    Scalar key = scalars.key(scalar);
    scalar.getAnchor().ifPresent(anchor -> anchors.put(anchor, key));
    if (Reference.isIn(key.text())) {
      problems.error(
          ErrorCode.INVALID_VALUE,
          key.position(),
          "a key cannot refer to a variable",
          "`${NAME}` is replaced in values only");
      return null;
    }
    return key;
  }

  private void reportDuplicate(Scalar key, Position first) {
    problems.error(
        ErrorCode.YAML_SYNTAX,
        key.position(),
        "the key `" + key.text() + "` is here a second time",
        "it stands in line " + first.line() + " already");
  }

  private static ComposerException refusal(String problem, Event event) {
    Optional<Mark> mark = event.getStartMark();
    return new ComposerException(problem, mark);
  }
}
