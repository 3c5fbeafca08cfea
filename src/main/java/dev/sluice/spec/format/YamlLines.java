// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.format;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.CollectionNode;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.schema.JsonSchema;

/** The lines of a YAML document, and what of it begins on which. */
final class YamlLines {
  private static final int INDENT = 2;

  private final List<String> lines;
  private final @Nullable Node root;

  /** Lines that begin inside of a value: what stands in them is the author's. */
  private final BitSet inside = new BitSet();

  /** By the line on which an entry begins, how far it moves to the right. */
  private final TreeMap<Integer, Integer> shifts = new TreeMap<>();

  private YamlLines(String text) {
    this.lines = new ArrayList<>(Arrays.asList(text.split("\n", -1)));
    LoadSettings settings = LoadSettings.builder().setSchema(new JsonSchema()).build();
    this.root = new Compose(settings).composeString(text).orElse(null);
    if (root != null) {
      visit(root, 0);
    }
  }

  static YamlLines of(String text) {
    return new YamlLines(text);
  }

  private static int line(Node node) {
    return node.getStartMark().map(Mark::getLine).orElse(0);
  }

  private static int column(Node node) {
    return node.getStartMark().map(Mark::getColumn).orElse(0);
  }

  private static int endLine(Node node) {
    return node.getEndMark().map(Mark::getLine).orElse(0);
  }

  private void visit(Node node, int column) {
    if (node instanceof ScalarNode scalar) {
      keep(scalar);
    } else if (node instanceof CollectionNode<?> all && all.getFlowStyle() == FlowStyle.FLOW) {
      inside.set(line(node) + 1, Math.max(line(node), endLine(node)) + 1);
    } else if (node instanceof MappingNode mapping) {
      for (NodeTuple tuple : mapping.getValue()) {
        shift(line(tuple.getKeyNode()), column(tuple.getKeyNode()), column);
        visit(tuple.getValueNode(), column + INDENT);
      }
    } else if (node instanceof SequenceNode sequence) {
      for (Node item : sequence.getValue()) {
        shift(line(item), column(node), column);
        visit(item, column + column(item) - column(node));
      }
    }
  }

  private void shift(int line, int from, int to) {
    if (line < lines.size()
        && lines.get(line).substring(0, Math.min(from, lines.get(line).length())).isBlank()) {
      int unused = shifts.merge(line, to - from, (first, second) -> first);
    }
  }

  private void keep(ScalarNode scalar) {
    boolean isBlock =
        scalar.getScalarStyle() == ScalarStyle.LITERAL
            || scalar.getScalarStyle() == ScalarStyle.FOLDED;
    int from = line(scalar) + 1;
    int to = isBlock ? endOfBlock(from, endLine(scalar)) : endLine(scalar) + 1;
    if (to > from) {
      inside.set(from, to);
    }
  }

  /** Without the comments and empty lines that follow it. */
  private int endOfBlock(int from, int end) {
    int first = from;
    while (first < end && lines.get(first).isBlank()) {
      first++;
    }
    int indent = first < lines.size() ? indent(lines.get(first)) : 0;
    int to = first;
    for (int i = first; i < Math.min(end + 1, lines.size()); i++) {
      if (!lines.get(i).isBlank()) {
        if (indent(lines.get(i)) < indent || indent == 0) {
          break;
        }
        to = i + 1;
      }
    }
    return to;
  }

  private static int indent(String line) {
    int at = 0;
    while (at < line.length() && line.charAt(at) == ' ') {
      at++;
    }
    return at;
  }

  private boolean isComment(int line) {
    return !inside.get(line) && lines.get(line).stripLeading().startsWith("#");
  }

  /** Every comment, in the order of their texts. */
  List<String> comments() {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (isComment(i)) {
        all.add(lines.get(i).strip());
      } else if (!inside.get(i)) {
        int mark = lines.get(i).indexOf(" #");
        if (mark >= 0) {
          all.add(lines.get(i).substring(mark).strip());
        }
      }
    }
    all.sort(Comparator.naturalOrder());
    return all;
  }

  /** The text with two blanks a level. */
  String indented() {
    List<String> out = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      out.add(line.isBlank() && !inside.get(i) ? "" : moved(i, line));
    }
    return String.join("\n", out);
  }

  private String moved(int at, String line) {
    Integer before = shifts.floorKey(at);
    Integer of = isComment(at) ? next(at) : before;
    int by = of == null ? 0 : shifts.getOrDefault(of, 0);
    String kept = inside.get(at) ? line : line.stripTrailing();
    if (by >= 0) {
      return line.isBlank() ? line : " ".repeat(by) + kept;
    }
    int removed = Math.min(-by, indent(line));
    return kept.substring(Math.min(removed, kept.length()));
  }

  /** The entry that a comment belongs to: the next one of its own column, or else the last. */
  private @Nullable Integer next(int at) {
    Integer next = shifts.ceilingKey(at);
    boolean isSame = next != null && indent(lines.get(next)) == indent(lines.get(at));
    return isSame ? next : shifts.floorKey(at);
  }

  private @Nullable MappingNode mapping(List<String> path) {
    Node node = root;
    for (String name : path) {
      node = node instanceof MappingNode mapping ? value(mapping, name) : null;
    }
    boolean isBlock =
        node instanceof MappingNode mapping && mapping.getFlowStyle() == FlowStyle.BLOCK;
    return isBlock ? (MappingNode) node : null;
  }

  private static @Nullable Node value(MappingNode mapping, String name) {
    return mapping.getValue().stream()
        .filter(tuple -> key(tuple).equals(name))
        .map(NodeTuple::getValueNode)
        .findFirst()
        .orElse(null);
  }

  private static String key(NodeTuple tuple) {
    return tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
  }

  /** The keys of a map at the top. */
  List<String> names(String section) {
    MappingNode mapping = mapping(List.of(section));
    return mapping == null ? List.of() : mapping.getValue().stream().map(YamlLines::key).toList();
  }

  /** The text with the keys of one map in an order; unknown ones stand behind. */
  String ordered(List<String> path, List<String> order) {
    MappingNode mapping = mapping(path);
    if (mapping == null || !ownLines(mapping)) {
      return String.join("\n", lines);
    }
    List<NodeTuple> entries = mapping.getValue();
    int[] starts = new int[entries.size() + 1];
    for (int i = 0; i < entries.size(); i++) {
      starts[i] =
          i == 0 && path.isEmpty() ? line(entries.get(0).getKeyNode()) : lead(entries.get(i));
    }
    starts[entries.size()] = end(mapping);
    List<Integer> sorted = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      sorted.add(i);
    }
    sorted.sort(
        Comparator.comparingInt(
            i -> {
              int place = order.indexOf(key(entries.get(i)));
              return place < 0 ? order.size() : place;
            }));
    List<String> out = new ArrayList<>(lines.subList(0, starts[0]));
    for (int i : sorted) {
      out.addAll(lines.subList(starts[i], starts[i + 1]));
    }
    out.addAll(lines.subList(starts[entries.size()], lines.size()));
    return String.join("\n", out);
  }

  /** Whether each entry begins a line. */
  private boolean ownLines(MappingNode mapping) {
    return mapping.getValue().stream()
        .allMatch(tuple -> shifts.containsKey(line(tuple.getKeyNode())));
  }

  /** The first of the comments that stand right before an entry. */
  private int lead(NodeTuple tuple) {
    int at = line(tuple.getKeyNode());
    while (at > 0 && isComment(at - 1) && indent(lines.get(at - 1)) == indent(lines.get(at))) {
      at--;
    }
    return at;
  }

  /** The line behind the last entry of a map, before comments of what follows. */
  private int end(MappingNode mapping) {
    int column = column(mapping);
    int at = line(mapping.getValue().get(mapping.getValue().size() - 1).getKeyNode()) + 1;
    while (at < lines.size()) {
      String line = lines.get(at);
      boolean isOf = inside.get(at) || (!line.isBlank() && indent(line) > column);
      if (!isOf && !line.isBlank()) {
        break;
      }
      at++;
    }
    while (at > 0 && lines.get(at - 1).isBlank() && !inside.get(at - 1)) {
      at--;
    }
    return at;
  }

  /** The text with an empty line where tables, models and sections of several lines meet. */
  String spaced(boolean isPipeline) {
    BitSet apart = new BitSet();
    if (isPipeline) {
      apart(List.of(), apart);
      apart(List.of("tables"), apart);
      apart(List.of("models"), apart);
    }
    List<String> out = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      boolean isEmpty = lines.get(i).isBlank() && !inside.get(i);
      boolean isBehindEmpty = out.isEmpty() || out.get(out.size() - 1).isEmpty();
      if (apart.get(i) && !isBehindEmpty) {
        out.add("");
      }
      if (!isEmpty || !isBehindEmpty) {
        out.add(lines.get(i));
      }
    }
    while (!out.isEmpty() && out.get(out.size() - 1).isBlank()) {
      out.remove(out.size() - 1);
    }
    return String.join("\n", out) + "\n";
  }

  private void apart(List<String> path, BitSet apart) {
    MappingNode mapping = mapping(path);
    if (mapping == null || !ownLines(mapping)) {
      return;
    }
    List<NodeTuple> entries = mapping.getValue();
    boolean wasLong = false;
    for (int i = 0; i < entries.size(); i++) {
      int start = lead(entries.get(i));
      int next = i + 1 < entries.size() ? lead(entries.get(i + 1)) : end(mapping);
      long own =
          lines.subList(line(entries.get(i).getKeyNode()), next).stream()
              .filter(l -> !l.isBlank())
              .count();
      boolean isLong =
          own > 1 && (!path.isEmpty() || List.of("tables", "models").contains(key(entries.get(i))));
      if (i > 0 && (isLong || wasLong)) {
        apart.set(start);
      }
      wasLong = isLong;
    }
  }
}
