// SPDX-License-Identifier: Apache-2.0
package dev.sluice.infer.type;

import java.util.List;

/**
 * How a column's values are written, where not as everybody expects.
 *
 * @param formats of dates and times
 * @param decimal what stands before a fraction; empty for a point
 * @param thousands what parts groups of digits; empty for nothing
 */
public record Form(
    List<String> formats,
    String decimal,
    String thousands,
    List<String> trueValues,
    List<String> falseValues) {
  static final Form PLAIN = new Form(List.of(), "", "", List.of(), List.of());

  /** Numbers as everybody writes them, in strings too where a format tells strings from numbers. */
  static final Form QUOTED = new Form(List.of(), ".", "", List.of(), List.of());

  public Form {
    formats = List.copyOf(formats);
    trueValues = List.copyOf(trueValues);
    falseValues = List.copyOf(falseValues);
  }

  static Form formats(List<String> formats) {
    return new Form(formats, "", "", List.of(), List.of());
  }

  static Form number(String decimal, String thousands) {
    return new Form(List.of(), decimal.equals(".") ? "" : decimal, thousands, List.of(), List.of());
  }

  static Form truth(List<String> yes, List<String> no) {
    return new Form(List.of(), "", "", yes, no);
  }

  public boolean isPlain() {
    return equals(PLAIN);
  }
}
