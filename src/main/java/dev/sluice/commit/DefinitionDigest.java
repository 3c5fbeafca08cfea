// SPDX-License-Identifier: Apache-2.0
package dev.sluice.commit;

import dev.sluice.spec.rule.QualitySpec;
import dev.sluice.spec.rule.SqlText;
import dev.sluice.spec.rule.Tolerance;
import dev.sluice.spec.table.ModelSpec;
import dev.sluice.spec.table.TableSpec;
import dev.sluice.store.Sha256;
import dev.sluice.table.key.DeletedRows;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Digests what a spec says of how the rows of a table or model are made. */
public final class DefinitionDigest {
  /** Where something stands says nothing of what it asks. */
  private static final Pattern POSITION =
      Pattern.compile("position=.*?:-?[0-9]+:-?[0-9]+(, indent=-?[0-9]+)?");

  private DefinitionDigest() {}

  /** Of a table: its source, its contract, its rules and how its rows are loaded. */
  public static String by(TableSpec table) {
    return digest(
        table.source(),
        table.schema(),
        table.contract(),
        table.load().deletingWhen(null),
        DeletedRows.digest(table.load().deleteWhen()),
        table.quality().rules().stream().map(r -> r.name() + r.consequence() + r.asked()).toList());
  }

  /** Of a model: its statement, what it reads and what it must give. */
  public static String by(ModelSpec model) {
    return digest(
        model.window() == null ? model.sql().text() : model.sql().text() + model.window(),
        String.valueOf(model.per()),
        model.inputs(),
        model.lookup(),
        model.output(),
        model.key(),
        model.quality().rules().stream().map(r -> r.name() + r.consequence() + r.asked()).toList());
  }

  /** By its parts, what a spec says of a table but for its columns, a digest each. */
  public static Map<String, String> parts(TableSpec table) {
    Map<String, String> parts = quality(table.quality());
    parts.put("source", part(table.source()));
    parts.put("contract", part(table.contract()));
    SqlText deleteWhen = table.load().deleteWhen();
    parts.put(
        "load", part(table.load().deletingWhen(null), deleteWhen == null ? "" : deleteWhen.text()));
    return parts;
  }

  /** By its parts, what a spec says of a model but for its columns, a digest each. */
  public static Map<String, String> parts(ModelSpec model) {
    Map<String, String> parts = quality(model.quality());
    parts.put("SQL", part(model.sql().text()));
    parts.put("per", part(String.valueOf(model.per())));
    if (model.window() != null) {
      parts.put("window", part(model.window()));
    }
    parts.put("lookup", part(model.lookup()));
    parts.put("key", part(model.key()));
    return parts;
  }

  private static Map<String, String> quality(QualitySpec quality) {
    Map<String, String> parts = new TreeMap<>();
    quality
        .rules()
        .forEach(rule -> parts.put("rule " + rule.name(), part(rule.consequence(), rule.asked())));
    // Where a check stands says nothing of what it asks.
    quality
        .checks()
        .forEach(
            check ->
                parts.put(
                    "check " + check.name(),
                    part(POSITION.matcher(check.toString()).replaceAll(""))));
    parts.put("tolerate", part(spelled(quality.tolerate())));
    return parts;
  }

  /** A limit that is not said changes nothing, so that lakes of earlier versions stay as noted. */
  private static String spelled(Tolerance tolerance) {
    String ofRun =
        "Tolerance[deadRatio=%s, deadRows=%s]"
            .formatted(tolerance.deadRatio(), tolerance.deadRows());
    Long hourly = tolerance.deadRowsPerHour();
    return hourly == null ? ofRun : ofRun + hourly;
  }

  /** Enough to tell one version of a part from the next. */
  private static String part(Object... said) {
    return digest(said).substring(0, 8);
  }

  private static String digest(Object... parts) {
    return Sha256.of(List.of(parts).toString()).substring(0, 16);
  }
}
