// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse.context;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.issue.Position;
import dev.sluice.spec.parse.folder.SpecEdits;
import dev.sluice.spec.parse.folder.SpecFolder;
import dev.sluice.spec.unit.Spans;
import dev.sluice.spec.variable.Variables;
import dev.sluice.spec.yaml.Node;
import dev.sluice.spec.yaml.Node.Scalar;
import dev.sluice.spec.yaml.Problems;
import dev.sluice.spec.yaml.Section;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What every reader of a part of the spec shares. */
public record SpecContext(
    Problems problems,
    SpecFolder folder,
    NameUses uses,
    Variables variables,
    boolean allowsOutside,
    TableDefaults defaults,
    SpecEdits edits) {
  public SpecContext(
      Problems problems, SpecFolder folder, NameUses uses, Variables variables, SpecEdits edits) {
    this(problems, folder, uses, variables, false, TableDefaults.NONE, edits);
  }

  /** The same, as the spec says of sources that lie outside the pipeline's folder. */
  public SpecContext allowingAsIn(Section top) {
    return new SpecContext(
        problems, folder, uses, variables, top.isTrue("allow_outside"), defaults, edits);
  }

  /** The same, of a text that is not the author's: its faults are told elsewhere. */
  public SpecContext reporting(Problems others) {
    return new SpecContext(
        others, folder, uses, variables, allowsOutside, defaults, SpecEdits.NONE);
  }

  /** The same, with what tables and models share. */
  public SpecContext sharing(TableDefaults shared) {
    return new SpecContext(problems, folder, uses, variables, allowsOutside, shared, edits);
  }

  public void invalid(Position position, String message) {
    problems.error(ErrorCode.INVALID_VALUE, position, message);
  }

  public void invalid(Position position, String message, String suggestion) {
    problems.error(ErrorCode.INVALID_VALUE, position, message, suggestion);
  }

  /** A span of time that is not zero; null when there is none, or when it was reported. */
  @Nullable
  public Duration span(Section section, String key) {
    return span(section, key, false);
  }

  /** The same, which may be zero. */
  @Nullable
  public Duration anySpan(Section section, String key) {
    return span(section, key, true);
  }

  private @Nullable Duration span(Section section, String key, boolean mayBeZero) {
    Scalar text = section.node(key) instanceof Scalar scalar ? scalar : section.text(key);
    if (text == null || text.isBroken()) {
      return null;
    }
    Duration span = Spans.parse(text.text()).filter(s -> mayBeZero || !s.isZero()).orElse(null);
    if (span == null) {
      invalid(
          text.position(), text.description() + " is not a span of time", "write " + Spans.FORM);
    }
    return span;
  }

  /**
   * Values that are taken by their text, whatever they would mean in YAML: {@code [-9, NA, true]}.
   * A single one counts as a list of one.
   */
  public List<String> anyTexts(Section section, String key) {
    Node node = section.node(key);
    if (node == null || (node instanceof Scalar scalar && scalar.isBroken())) {
      return List.of();
    }
    List<String> values = new ArrayList<>();
    for (Node item : node instanceof Node.Items list ? list.items() : List.of(node)) {
      if (item instanceof Scalar scalar && scalar.type() != Node.Type.NOTHING) {
        values.add(scalar.text());
        uses.value(scalar);
      } else {
        invalid(
            item.position(),
            "`" + key + "` lists texts, not " + item.description(),
            "put it in quotes: \"null\" is the text, \"\" the empty one");
      }
    }
    return values;
  }

  /** The texts of a list, after reporting those that stand in it twice. */
  public List<String> distinct(List<Scalar> list, String what) {
    Set<String> seen = new HashSet<>();
    for (Scalar item : list) {
      if (!seen.add(item.text())) {
        invalid(item.position(), what + " `" + item.text() + "` is listed twice");
      }
    }
    return list.stream().map(Scalar::text).toList();
  }
}
