// SPDX-License-Identifier: Apache-2.0
package dev.sluice.infer.spell;

import dev.sluice.infer.decide.TableGuess;
import dev.sluice.infer.decide.TableGuess.NearKey;
import dev.sluice.infer.words.Evidence;
import dev.sluice.schema.spelling.YamlText;
import java.util.List;

/** Words what keeps a column from being a key, and what follows from making it one. */
public final class KeyWords {
  private KeyWords() {}

  /** The columns of the key, and what to know of it, in one sentence. */
  public static String of(NearKey near, TableGuess table) {
    if (!near.isKeyButForFew()) {
      return "none: %s of %s repeat a value of %s%s, so it is no key. All rows are kept; where the later of two is the better one, `load: merge` with `key: %s` keeps that one, and where both are meant a further column belongs into the key"
          .formatted(
              Evidence.number(near.repeats()),
              Evidence.count(near.of(), "row"),
              near.column(),
              example(near),
              YamlText.list(List.of(near.column())));
    }
    String latest = table.identity().latestBy();
    String stays =
        latest.isEmpty() ? "the later row stays" : "the row that is newest by " + latest + " stays";
    return "%s would do but for %s of %s%s. As it stands all are kept; with this key and `load: merge` %s, and the other is counted as deduplicated"
        .formatted(
            YamlText.list(List.of(near.column())),
            Evidence.number(near.repeats()),
            Evidence.count(table.seen().profile().rows(), "row"),
            example(near),
            stays);
  }

  private static String example(NearKey near) {
    return near.value().isEmpty()
        ? ""
        : ", such as %s in %s".formatted(Evidence.quoted(near.value()), times(near));
  }

  private static String times(NearKey near) {
    return Evidence.count(near.rows(), "row");
  }
}
