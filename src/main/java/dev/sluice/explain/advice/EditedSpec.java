// SPDX-License-Identifier: Apache-2.0
package dev.sluice.explain.advice;

import dev.sluice.spec.parse.folder.SpecEdits;
import dev.sluice.spec.yaml.Node;
import dev.sluice.spec.yaml.Node.Field;
import dev.sluice.spec.yaml.Node.Fields;
import dev.sluice.spec.yaml.Problems;
import dev.sluice.spec.yaml.YamlReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A spec with the lines that advice would write. */
final class EditedSpec implements SpecEdits {
  /** What positions in those lines call their file. */
  static final String ADVICE = "(advice)";

  private final List<Edit> edits;

  EditedSpec(List<Edit> edits) {
    this.edits = List.copyOf(edits);
  }

  @Override
  public Node main(Node root) {
    Node changed = root;
    for (Edit edit : edits) {
      Optional<Field> line = line(edit);
      if (line.isPresent()) {
        changed = with(changed, edit.path(), line.get());
      }
    }
    return changed;
  }

  @Override
  public String text(String file, String text) {
    String changed = text;
    for (Edit edit : edits) {
      if (edit.file().equals(file)) {
        changed = AvroField.with(changed, edit);
      }
    }
    return changed;
  }

  /** The line as a map of one key; empty for one of a schema. */
  private static Optional<Field> line(Edit edit) {
    Node node = YamlReader.read(ADVICE, edit.text(), new Problems()).root();
    return edit.isOfSchema() || !(node instanceof Fields fields) || fields.fields().isEmpty()
        ? Optional.empty()
        : Optional.of(fields.fields().get(0));
  }

  private static Node with(Node node, List<String> path, Field line) {
    List<Field> fields = new ArrayList<>(node instanceof Fields map ? map.fields() : List.of());
    String name = path.get(0);
    int at = 0;
    while (at < fields.size() && !fields.get(at).name().equals(name)) {
      at++;
    }
    boolean isThere = at < fields.size();
    Field field;
    if (path.size() == 1) {
      field = line;
    } else {
      Node below = isThere ? fields.get(at).value() : new Fields(line.key().position(), List.of());
      Node.Scalar key =
          isThere ? fields.get(at).key() : Node.Scalar.of(line.key().position(), name);
      field = new Field(key, with(below, path.subList(1, path.size()), line));
    }
    if (isThere) {
      fields.set(at, field);
    } else {
      fields.add(field);
    }
    return new Fields(node.position(), fields);
  }
}
