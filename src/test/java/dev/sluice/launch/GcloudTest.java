// SPDX-License-Identifier: Apache-2.0
package dev.sluice.launch;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.error.PipelineException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GcloudTest {
  @Test
  void partsParametersByACommaWhereNoValueHasOne() {
    assertThat(Gcloud.list(parameters("gs://b/shop", "x y")), is("spec=gs://b/shop,from=x y"));
  }

  @Test
  void partsThemByACharacterThatNoValueHas() {
    assertThat(Gcloud.list(parameters("gs://b/a,b", "x")), is("^~^spec=gs://b/a,b~from=x"));
    assertThat(Gcloud.list(parameters("gs://b/a,b", "x~y")), is("^;^spec=gs://b/a,b;from=x~y"));
  }

  @Test
  void refusesValuesThatNothingCanPart() {
    PipelineException e =
        assertThrows(PipelineException.class, () -> Gcloud.list(parameters(",~;|#!@@", "~~~")));
    assertThat(e.getMessage(), containsString("gcloud has no way to part them"));
  }

  @Test
  void quotesForAShell() {
    Gcloud gcloud =
        Gcloud.run("shop-1", "gs://b/t.json", parameters("gs://b/o'clock", "$HOME `x`"), List.of());
    assertThat(
        gcloud.shell(),
        is(
            """
            gcloud dataflow flex-template run shop-1 \\
                --template-file-gcs-location=gs://b/t.json \\
                '--parameters=spec=gs://b/o'\\''clock,from=$HOME `x`'
            """));
  }

  private static Map<String, String> parameters(String spec, String from) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("spec", spec);
    parameters.put("from", from);
    return parameters;
  }
}
