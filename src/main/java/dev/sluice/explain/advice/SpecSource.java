// SPDX-License-Identifier: Apache-2.0
package dev.sluice.explain.advice;

import dev.sluice.error.issue.Position;
import dev.sluice.spec.yaml.Node;
import dev.sluice.spec.yaml.Node.Field;
import dev.sluice.spec.yaml.Node.Fields;
import dev.sluice.spec.yaml.Node.Scalar;
import dev.sluice.spec.yaml.Problems;
import dev.sluice.spec.yaml.YamlReader;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The author's files, as far as advice speaks of them. */
public final class SpecSource {
  private final Map<String, String> texts;
  private final String main;
  private final @Nullable Node root;

  private SpecSource(Map<String, String> texts, String main) {
    this.texts = Map.copyOf(texts);
    this.main = main;
    this.root = YamlReader.read(main, texts.getOrDefault(main, ""), new Problems()).root();
  }

  /**
   * The files of a spec.
   *
   * @param texts by the names that positions use
   */
  public static SpecSource of(Map<String, String> texts) {
    String main =
        texts.keySet().stream()
            .filter(name -> name.endsWith(".yaml") || name.endsWith(".yml"))
            .min(String::compareTo)
            .orElse("pipeline.yaml");
    return new SpecSource(texts, main);
  }

  /** The file that says what the tables are. */
  String main() {
    return main;
  }

  @Nullable String text(String file) {
    return texts.get(file);
  }

  /** What stands under some keys. */
  Optional<Field> field(String... path) {
    Node node = root;
    Field found = null;
    for (String name : path) {
      if (!(node instanceof Fields fields)) {
        return Optional.empty();
      }
      found =
          fields.fields().stream()
              .filter(each -> each.name().equals(name))
              .findFirst()
              .orElse(null);
      if (found == null) {
        return Optional.empty();
      }
      node = found.value();
    }
    return Optional.ofNullable(found);
  }

  /** The line on which the deepest of some keys stands that is there. */
  int line(String... path) {
    return deepest(path).map(Position::line).orElse(1);
  }

  private Optional<Position> deepest(String... path) {
    for (int length = path.length; length > 0; length--) {
      Optional<Field> field = field(Arrays.copyOf(path, length));
      if (field.isPresent()) {
        return field.map(found -> found.key().position());
      }
    }
    return Optional.empty();
  }

  /**
   * Where things of the spec stand, each place once: a column in the table's schema, when that is a
   * file of its own.
   *
   * @param about the keys of each, as of {@code PipelineException}
   */
  public List<Position> places(List<List<String>> about) {
    return about.stream().flatMap(keys -> position(keys).stream()).distinct().toList();
  }

  private Optional<Position> position(List<String> keys) {
    String[] path = keys.toArray(String[]::new);
    boolean isColumn = path.length > 3 && path[0].equals("tables") && path[2].equals("columns");
    if (!isColumn || field("tables", path[1], "columns").isPresent()) {
      return deepest(path);
    }
    Optional<Field> schema = field("tables", path[1], "schema");
    String file = schemaFile(path[1]);
    String text = text(file);
    return Optional.ofNullable(text)
        .flatMap(known -> AvroPlaces.of(file, known, path[3]))
        .or(() -> schema.map(field -> field.key().position()))
        .or(() -> deepest(path));
  }

  /** The file of a table's schema, as the table names it; empty for none. */
  String schemaFile(String table) {
    return field("tables", table, "schema")
        .map(field -> field.value() instanceof Scalar scalar ? scalar.text() : "")
        .orElse("");
  }

  /** The files by the names that positions use. */
  public Map<String, String> texts() {
    return texts;
  }

  /** Where something stands, for people. */
  public String place(String... path) {
    return main + ":" + line(path);
  }

  /** The entries of a map, each on one line; a single value is that of one key. */
  Map<String, String> entries(String single, String... path) {
    Map<String, String> entries = new LinkedHashMap<>();
    Node node = field(path).map(Field::value).orElse(null);
    if (node instanceof Fields fields) {
      fields.fields().forEach(each -> entries.put(each.name(), YamlFlow.of(each.value())));
    } else if (node != null) {
      entries.put(single, YamlFlow.of(node));
    }
    return entries;
  }

  /** An edit of the main file. */
  Edit edit(List<String> path, String text) {
    return new Edit(main, line(path.toArray(String[]::new)), path, text);
  }
}
