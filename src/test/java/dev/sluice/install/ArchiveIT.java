// SPDX-License-Identifier: Apache-2.0
package dev.sluice.install;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.install.Shell.Done;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code mvn package} made for people to install; skipped where it made none. */
class ArchiveIT {
  private static final Path TARGET = Shell.HOME.resolve("target");

  /** Asks the script what completes a line, as a shell does. */
  private static final String COMPLETE =
      """
      compopt() { :; }
      source share/bash-completion/completions/sluice
      COMP_WORDS=(sluice promote re); COMP_CWORD=2; COMP_LINE='sluice promote re'; COMP_POINT=17
      _complete_sluice
      echo "${COMPREPLY[*]}"
      """;

  @TempDir private Path temp;
  private Path archive = Path.of("");

  @BeforeEach
  void find() throws IOException {
    try (Stream<Path> all = Files.list(TARGET)) {
      List<Path> found =
          all.filter(
                  file ->
                      file.getFileName().toString().matches("sluice-[^-]+(-SNAPSHOT)?\\.tar\\.gz"))
              .toList();
      assumeTrue(found.size() == 1, "mvn package makes the archive");
      archive = found.get(0);
    }
  }

  private Done bash(Path folder, String line) {
    Done done = Shell.run(folder, Map.of("HOME", temp.toString()), "bash", "-c", line);
    assertThat(done.text(), done.exit(), is(0));
    return done;
  }

  @Test
  void everyFileHasTheTimeOfTheBuildAndNoOwner() {
    List<String> lines =
        bash(temp, "tar -tvzf " + archive + " --numeric-owner --utc").text().lines().toList();
    assertThat(
        lines.stream()
            .filter(line -> !line.matches(".* 0/0 +\\d+ 2026-01-01 00:00 sluice-.*"))
            .toList(),
        is(List.of()));
    assertThat(
        lines.stream()
            .filter(line -> line.startsWith("-rwxr-xr-x"))
            .map(line -> line.replaceAll(".*/", ""))
            .toList(),
        is(List.of("sluice")));
  }

  @Test
  void installsAndRunsAPipeline() {
    Path prefix = temp.resolve("local");
    Done installed =
        bash(temp, TARGET.resolve("install.sh") + " --prefix " + prefix + " " + archive);
    assertThat(installed.text(), startsWith("Installed sluice "));
    Done ran =
        bash(temp, "export PATH=" + prefix + "/bin:$PATH; sluice init shop && sluice run shop");
    assertThat(ran.text(), containsString("shop: run 1 released in "));
    assertThat(ran.text(), containsString("\n    sluice deadletters list shop\n"));
    assertThat(bash(prefix, COMPLETE).text(), is("reject releases\n"));
  }
}
