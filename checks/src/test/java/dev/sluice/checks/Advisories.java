// SPDX-License-Identifier: Apache-2.0
package dev.sluice.checks;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.maven.artifact.versioning.ComparableVersion;

/**
 * Known findings in libraries, in the format of osv.dev: a record of theirs can be put into the
 * list as it is.
 */
final class Advisories {
  /** What GitHub calls a score of 7 and more. */
  private static final Set<String> GRAVE = Set.of("HIGH", "CRITICAL");

  private final JsonArray records;

  private Advisories(JsonArray records) {
    this.records = records;
  }

  static Advisories of(String json) {
    return new Advisories(JsonParser.parseString(json).getAsJsonArray());
  }

  int size() {
    return records.size();
  }

  /**
   * Every grave finding in the libraries of a bill of materials.
   *
   * @param bom in CycloneDX's JSON
   */
  List<String> in(String bom) {
    List<String> found = new ArrayList<>();
    JsonArray components =
        JsonParser.parseString(bom).getAsJsonObject().getAsJsonArray("components");
    for (JsonElement each : components) {
      JsonObject component = each.getAsJsonObject();
      String name = text(component, "group") + ":" + text(component, "name");
      for (JsonElement record : records) {
        check(name, text(component, "version"), record.getAsJsonObject(), found);
      }
    }
    return found;
  }

  private static void check(String name, String version, JsonObject record, List<String> found) {
    JsonObject specific = record.getAsJsonObject("database_specific");
    if (!GRAVE.contains(text(specific, "severity"))) {
      return;
    }
    for (JsonElement each : record.getAsJsonArray("affected")) {
      JsonObject affected = each.getAsJsonObject();
      boolean isMeant = text(affected.getAsJsonObject("package"), "name").equals(name);
      if (isMeant && affects(affected, version)) {
        found.add(
            "%s %s: %s, %s (%s). Fixed in %s."
                .formatted(
                    name,
                    version,
                    text(record, "id"),
                    text(record, "summary"),
                    text(specific, "severity"),
                    String.join(", ", fixes(affected))));
      }
    }
  }

  private static boolean affects(JsonObject affected, String version) {
    JsonArray versions = affected.getAsJsonArray("versions");
    if (versions != null && versions.contains(new com.google.gson.JsonPrimitive(version))) {
      return true;
    }
    for (JsonElement range : ranges(affected)) {
      if (isInside(range.getAsJsonObject().getAsJsonArray("events"), version)) {
        return true;
      }
    }
    return false;
  }

  /** As osv.dev evaluates a range: its events in order, each of which may turn the answer. */
  private static boolean isInside(JsonArray events, String text) {
    ComparableVersion version = new ComparableVersion(text);
    boolean isInside = false;
    for (JsonElement each : events) {
      JsonObject event = each.getAsJsonObject();
      if (event.has("introduced")) {
        String from = text(event, "introduced");
        isInside |= from.equals("0") || version.compareTo(new ComparableVersion(from)) >= 0;
      } else if (event.has("fixed")) {
        isInside &= version.compareTo(new ComparableVersion(text(event, "fixed"))) < 0;
      } else if (event.has("last_affected")) {
        isInside &= version.compareTo(new ComparableVersion(text(event, "last_affected"))) <= 0;
      }
    }
    return isInside;
  }

  private static List<String> fixes(JsonObject affected) {
    List<String> fixes = new ArrayList<>();
    for (JsonElement range : ranges(affected)) {
      for (JsonElement event : range.getAsJsonObject().getAsJsonArray("events")) {
        if (event.getAsJsonObject().has("fixed")) {
          fixes.add(text(event.getAsJsonObject(), "fixed"));
        }
      }
    }
    return fixes.isEmpty() ? List.of("no version") : fixes;
  }

  private static JsonArray ranges(JsonObject affected) {
    return affected.has("ranges") ? affected.getAsJsonArray("ranges") : new JsonArray();
  }

  private static String text(JsonObject object, String key) {
    return object != null && object.has(key) ? object.get(key).getAsString() : "";
  }
}
