// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.variable;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import dev.sluice.spec.variable.TextTemplate.Filled;
import dev.sluice.spec.variable.Variable.Kind;
import dev.sluice.spec.variable.Variables.Declared;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class VariablesTest {
  private static Map<String, Declared> layer(String... namesAndTexts) {
    Map<String, Declared> layer = new HashMap<>();
    for (int i = 0; i < namesAndTexts.length; i += 2) {
      layer.put(namesAndTexts[i], new Declared(namesAndTexts[i + 1], Kind.TEXT, true));
    }
    return layer;
  }

  private static Filled fill(String text, Variables variables) {
    return TextTemplate.fill(text, variables);
  }

  private static final Map<String, String> ENVIRONMENT =
      Map.of("A", "env", "B", "env", "C", "env", "D", "env", "EMPTY", "", "NESTED", "x${A}");

  @Test
  void asksTheCommandLineThenTheTargetThenTheSpecThenTheEnvironment() {
    Variables variables =
        new Variables(
            List.of(
                Map.of("A", new Declared("given", Kind.TEXT, false)),
                layer("A", "target", "B", "target"),
                layer("A", "vars", "B", "vars", "C", "vars")),
            ENVIRONMENT::get);
    assertThat(fill("${A} ${B} ${C} ${D}", variables).text(), is("given target vars env"));
    assertThat(variables.used().keySet(), equalTo(new TreeSet<>(List.of("A", "B", "C", "D"))));
  }

  @Test
  void takesWhatStandsOtherwiseForTheUnsetAndTheEmpty() {
    Variables variables = new Variables(List.of(layer("v", "")), ENVIRONMENT::get);
    assertThat(
        fill("${NO:-a b} ${EMPTY:-c} ${v:-d} ${A:-e} ${NO:-} ${NO:-${A}/x}", variables).text(),
        is("a b c d env  env/x"));
    assertThat(fill("${NO:-${ALSO}}", variables).text(), is(nullValue()));
    assertThat(fill("$${NO:-x}", variables).text(), is("${NO:-x}"));
  }

  @Test
  void letsAVariableReferToOthersAndToWhatItHides() {
    Variables variables =
        new Variables(
            List.of(
                layer("root", "${root}/dev", "far", "${near}"),
                layer("root", "${A}", "A", "${A:-b}s", "near", "${root}!")),
            ENVIRONMENT::get);
    assertThat(fill("${root} ${A} ${far}", variables).text(), is("envs/dev envs envs/dev!"));
  }

  @Test
  void refusesCirclesAndReferencesOfTheEnvironment() {
    Variables variables =
        new Variables(List.of(layer("a", "${b}", "b", "x${a}")), ENVIRONMENT::get);
    assertThat(
        fill("${a}", variables).troubles().get(0).message(),
        is("variables refer to one another in a circle: `a` → `b` → `a`"));
    assertThat(
        fill("${NESTED}", variables).troubles().get(0).message(),
        containsString("`NESTED` itself holds a `${` reference"));
    assertThat(fill("${a", variables).troubles().get(0).offset(), is(0));
  }

  @Test
  void isBounded() {
    Map<String, Declared> layer = new HashMap<>(layer("v0", "0123456789"));
    for (int i = 1; i < 30; i++) {
      String before = "${v" + (i - 1) + "}";
      layer.put("v" + i, new Declared(before.repeat(10), Kind.TEXT, true));
    }
    Variables variables = new Variables(List.of(layer), name -> null);
    assertThat(
        fill("${v29}", variables).troubles().get(0).message(),
        containsString("comes to more than"));
  }

  @Test
  void masksReferencesForYaml() {
    String text = "{csv: ${X:-a, [b]: #c}/{x}.csv, d: \"${\", e: $${Y}}";
    FlowMask mask = FlowMask.over(text);
    assertThat(mask.masked().length(), is(text.length()));
    assertThat(mask.clear(mask.masked()), is(text));
    assertThat(
        mask.masked().replaceAll("[\uE000-\uE00F]", "."),
        is("{csv: $.X.-a. .b.. .c./{x}.csv, d: \"${\", e: $$.Y.}"));
  }
}
