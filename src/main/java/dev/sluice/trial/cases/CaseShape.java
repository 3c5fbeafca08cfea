// SPDX-License-Identifier: Apache-2.0
package dev.sluice.trial.cases;

import static dev.sluice.spec.yaml.SpecKey.optional;
import static dev.sluice.spec.yaml.SpecKey.required;

import dev.sluice.spec.yaml.Section;
import dev.sluice.spec.yaml.SpecKey;
import java.util.List;

/** The grammar of a case; the editor schema of tests repeats it. */
@SuppressWarnings("ImmutableEnumChecker") // List.copyOf and records of it are immutable
enum CaseShape implements Section.Shape {
  CASE(
      "a case",
      optional("model"),
      optional("table"),
      optional("vars"),
      optional("logical_time"),
      required("given"),
      required("expect")),
  EXPECT("`expect`", optional("rows"), optional("dead"), optional("warned"), optional("ordered")),
  DEAD("a dead row", required("row"), required("reasons"));

  private final String phrase;
  private final List<SpecKey> keys;

  CaseShape(String phrase, SpecKey... keys) {
    this.phrase = phrase;
    this.keys = List.of(keys);
  }

  @Override
  public String phrase() {
    return phrase;
  }

  @Override
  public List<SpecKey> keys() {
    return keys;
  }
}
