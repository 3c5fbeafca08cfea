// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import dev.sluice.fixture.Pipelines;
import dev.sluice.fixture.Pipelines.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A lake that cannot be looked at is none without a run. */
class UnreadableLakeTest {
  private @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "status @",
        "query @|FROM t",
        "show @ t",
        "files @ t",
        "stats @ t",
        "promote plan @",
        "promote releases @",
        "promote approve @ --why x",
        "deadletters list @",
        "verify @",
        "gc @",
        "report @",
        "check list @",
        "plan @",
        "replay @",
        "run @"
      })
  void saysSo(String command) throws IOException {
    Pipelines.write(
        folder.resolve("pipeline.yaml"),
        """
        name: t
        lake: lake
        tables:
          t: {source: {csv: t.csv}, load: replace, columns: {id: int}}
        """);
    Pipelines.write(folder.resolve("t.csv"), "id\n1\n");
    Path state = Files.createDirectories(folder.resolve("lake")).resolve("_sluice");
    Files.createSymbolicLink(state, state.getFileName()); // whoever looks is told that it is a loop
    List<String> args = new ArrayList<>();
    for (String part : command.split("\\|")) {
      args.addAll(args.isEmpty() ? List.of(part.split(" ")) : List.of(part));
    }
    args.replaceAll(each -> each.equals("@") ? folder.toString() : each);
    Ran ran = Pipelines.sluice(args.toArray(String[]::new));
    assertThat(ran.toString(), ran.exit(), is(1));
    assertThat(ran.out() + ran.err(), containsString("LAKE_READ"));
    assertThat(ran.out() + ran.err(), not(containsString("no run")));
  }
}
