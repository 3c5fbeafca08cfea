// SPDX-License-Identifier: Apache-2.0
package dev.sluice.serve.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A request that may be answered.
 *
 * @param isPost whether it wants something done
 * @param path its parts behind the token
 * @param fields of its address and of its form, without NUL, which no database takes in a text
 */
public record Incoming(boolean isPost, List<String> path, Map<String, String> fields) {
  public Incoming {
    path = List.copyOf(path);
    Map<String, String> clean = new LinkedHashMap<>();
    fields.forEach((name, value) -> clean.put(name, value.replace("\0", "")));
    fields = Map.copyOf(clean);
  }

  /** A field; empty where it was not given. */
  public String field(String name) {
    return fields.getOrDefault(name, "");
  }

  /** A count; what is none is 0. */
  public long number(String name) {
    return field(name).matches("[0-9]{1,15}") ? Long.parseLong(field(name)) : 0;
  }

  /**
   * The parts of a path.
   *
   * @throws IllegalArgumentException when it is not spelled as URLs are
   */
  static List<String> parts(String rawPath) {
    List<String> parts = new ArrayList<>();
    for (String each : rawPath.split("/", -1)) {
      if (!each.isEmpty()) {
        parts.add(URLDecoder.decode(each.replace("+", "%2B"), StandardCharsets.UTF_8));
      }
    }
    return parts;
  }

  /** The fields of a form or an address; of two with one name the first counts. */
  static Map<String, String> fields(String encoded) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (String each : encoded.split("&", -1)) {
      int equals = each.indexOf('=');
      if (equals > 0) {
        fields.putIfAbsent(
            URLDecoder.decode(each.substring(0, equals), StandardCharsets.UTF_8),
            URLDecoder.decode(each.substring(equals + 1), StandardCharsets.UTF_8));
      }
    }
    return fields;
  }
}
