// SPDX-License-Identifier: Apache-2.0
package dev.sluice.faults;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import dev.sluice.fixture.Child;
import dev.sluice.fixture.Pipelines;
import dev.sluice.store.document.Failpoints;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a killed process leaves is swept by the next one; what a process that lives holds is not.
 */
class LeftoversTest {
  private @TempDir Path base;

  @Test
  void nothingOfAKilledProcessStaysAndALivingOneKeepsItsOwn() {
    Path temporary = base.resolve("tmp");
    assertThat(temporary.toFile().mkdir(), is(true));
    Pipelines.write(
        base.resolve("pipeline.yaml"),
        """
        name: left
        lake: lake
        tables:
          texts: {source: {csv: data/*.csv}, schema: texts.avsc, load: append}
        """);
    Pipelines.write(
        base.resolve("texts.avsc"),
        """
        {"type": "record", "name": "texts", "fields": [{"name": "text", "type": "string"}]}
        """);
    Pipelines.write(base.resolve("data/1.csv"), "text\nfirst\n");
    String[] command = {"run", base.toString(), "--quiet"};

    Child killed = Child.start(environment(temporary, "manifest.write:before:1"), command);
    killed.endsWith(Failpoints.HALTED);
    List<String> left = names(temporary);
    assertThat(left, hasSize(1));
    List<String> scratch = names(base.resolve("lake/_sluice/scratch"));
    assertThat(scratch, hasSize(1));

    Child living =
        Child.start(environment(temporary, "manifest.write:before:1:stop"), command).awaitStopped();
    List<String> own = names(temporary);
    assertThat("the dead one's is gone", own, hasSize(1));
    assertThat(own.equals(left), is(false));
    List<String> ownScratch = names(base.resolve("lake/_sluice/scratch"));
    assertThat(ownScratch, hasSize(1));
    assertThat(ownScratch.equals(scratch), is(false));

    Child other = Child.start(environment(temporary, ""), command);
    other.endsWith(0);
    assertThat("the living one's stays", names(temporary), is(own));
    assertThat(names(base.resolve("lake/_sluice/scratch")), is(ownScratch));

    assertThat(living.output(), living.goOn().await(), is(0));
    assertThat(names(temporary), is(empty()));
    assertThat(names(base.resolve("lake/_sluice/scratch")), is(empty()));
    assertThat(names(base.resolve("lake/_sluice/log")), hasItem("000001.json"));
  }

  private static Map<String, String> environment(Path temporary, String failpoint) {
    return Map.of(
        "JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + temporary, Failpoints.VARIABLE, failpoint);
  }

  private static List<String> names(Path folder) {
    String[] names = folder.toFile().list();
    return names == null ? List.of() : new ArrayList<>(List.of(names)).stream().sorted().toList();
  }
}
