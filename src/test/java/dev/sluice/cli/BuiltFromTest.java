// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import java.util.Properties;
import org.junit.jupiter.api.Test;

class BuiltFromTest {
  @Test
  void takesTheImagesWordBeforeThatOfTheBuild() {
    assertThat(BuiltFrom.commit("abc123", recorded("def456")), is("abc123"));
    assertThat(BuiltFrom.commit(" \n", recorded("def456")), is("def456"));
    assertThat(BuiltFrom.commit(null, recorded(" def456 ")), is("def456"));
  }

  @Test
  void saysNothingMoreWhenNobodyKnowsTheCommit() {
    assertThat(BuiltFrom.commit(null, new Properties()), is(""));
    assertThat(new BuiltFrom("1.2.3", "").text(), is("1.2.3"));
    assertThat(new BuiltFrom("1.2.3", "abc123").text(), is("1.2.3 (commit abc123)"));
  }

  @Test
  void readsWhatMavenWroteAndNotThePlaceItWasToWriteTo() {
    Properties recorded = BuiltFrom.recorded();
    assertThat(recorded.containsKey("commit"), is(true));
    assertThat(recorded.getProperty("commit"), not(startsWith("$")));
  }

  private static Properties recorded(String commit) {
    Properties properties = new Properties();
    properties.setProperty("commit", commit);
    return properties;
  }
}
