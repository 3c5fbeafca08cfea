// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.yaml;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.issue.Position;
import dev.sluice.spec.variable.FlowMask;
import dev.sluice.spec.variable.Variables;
import dev.sluice.spec.yaml.hint.YamlHints;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import org.snakeyaml.engine.v2.schema.JsonSchema;

/** Reads one YAML 1.2 document into located nodes; never throws on any text. */
public final class YamlReader {
  /** Longest text of a spec file, in characters. */
  public static final int MAX_CHARACTERS = 3_000_000;

  private YamlReader() {}

  /**
   * What was read.
   *
   * @param root null when the text is not one document
   * @param shown the text with its secrets blanked
   */
  public record Read(@Nullable Node root, String shown) {}

  /** The same values with their variables filled in; SQL keeps its own, see {@link SpecShape}. */
  public static Node fill(Node node, Variables variables, Problems problems) {
    return new VariableFilling(variables, problems).of(node);
  }

  /**
   * Reads a file's text, and leaves references to variables as they are.
   *
   * @param file its name in positions
   */
  public static Read read(String file, String text, Problems problems) {
    SourceText source = new SourceText(file, text);
    SecretFinder secrets = new SecretFinder(source, text, problems);
    Node root = root(source, text, FlowMask.over(text), secrets, problems);
    return new Read(root, secrets.shown());
  }

  /** Reads a file that holds data: whatever it looks like, it is neither reference nor secret. */
  public static @Nullable Node readData(String file, String text, Problems problems) {
    SourceText source = new SourceText(file, text);
    return root(source, text, null, null, problems);
  }

  private static @Nullable Node root(
      SourceText source,
      String text,
      @Nullable FlowMask mask,
      @Nullable SecretFinder secrets,
      Problems problems) {
    int odd = firstUnprintable(text);
    if (odd >= 0) {
      problems.error(
          ErrorCode.YAML_SYNTAX,
          source.position(odd),
          String.format("the character U+%04X is not allowed", text.codePointAt(odd)),
          "write it as an escape in double quotes, or take it out");
      return null;
    }
    ScalarReader scalars = new ScalarReader(source, mask);
    try {
      Iterator<Event> events =
          new Parse(settings(source.start(0, 0).file()))
              .parseString(mask == null ? text : mask.masked())
              .iterator();
      return new Composer(events, scalars, secrets, problems).document();
    } catch (MarkedYamlEngineException e) {
      Position position =
          e.getProblemMark().map(source::position).orElseGet(() -> source.start(0, 0));
      problems.error(
          ErrorCode.YAML_SYNTAX,
          position,
          mask == null ? e.getProblem() : mask.clear(e.getProblem()),
          YamlHints.advice(text, position, e.getProblem()));
    } catch (YamlEngineException e) {
      problems.error(
          ErrorCode.YAML_SYNTAX, source.start(0, 0), "this is not YAML 1.2: " + e.getMessage());
    }
    return null;
  }

  private static LoadSettings settings(String file) {
    return LoadSettings.builder()
        .setLabel(file)
        .setUseMarks(true)
        .setSchema(new JsonSchema())
        .setCodePointLimit(MAX_CHARACTERS)
        .build();
  }

  private static int firstUnprintable(String text) {
    int i = 0;
    while (i < text.length()) {
      int c = text.codePointAt(i);
      if (!StreamReader.isPrintable(c)) {
        return i;
      }
      i += Character.charCount(c);
    }
    return -1;
  }
}
