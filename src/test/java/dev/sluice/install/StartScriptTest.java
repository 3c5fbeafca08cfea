// SPDX-License-Identifier: Apache-2.0
package dev.sluice.install;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import dev.sluice.install.Shell.Done;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The start script as it lies in an archive, with a Java that says how it is called. */
class StartScriptTest {
  private static final String JAVA =
      """
      #!/bin/sh
      for each in "$@"; do
        case $each in
          -XX:ArchiveClassesAtExit=*) echo archive >"${each#*=}" ;;
          -Dsluice.*|-XX:SharedArchiveFile=*|-jar) echo "$each" ;;
        esac
      done
      """;

  @TempDir private Path temp;
  private Path home = Path.of("");

  @BeforeEach
  void unpack() throws IOException {
    home = temp.toRealPath().resolve("sluice-1.0");
    Path unused =
        Shell.program(home.resolve("bin/sluice"), Files.readString(Shell.HOME.resolve("sluice")));
    Path unusedToo = Shell.program(home.resolve("lib/java/bin/java"), JAVA);
    Files.writeString(home.resolve("lib/java/release"), "JAVA_VERSION=\"17.0.1\"\n");
    Files.writeString(home.resolve("lib/sluice.jar"), "a jar");
    Files.writeString(home.resolve("lib/sluice.jar.sha256"), "aa  sluice.jar\n");
  }

  private String call(Map<String, String> more, String... command) {
    Map<String, String> environment = new HashMap<>(more);
    environment.putIfAbsent("HOME", temp.toString());
    Done done = Shell.run(home, environment, command);
    assertThat(done.text(), done.exit(), is(0));
    return done.text();
  }

  @Test
  void tellsHowItWasCalled() {
    assertThat(call(Map.of(), "bin/sluice"), containsString("-Dsluice.command=bin/sluice\n"));
    String whole = home.resolve("bin/sluice").toString();
    assertThat(call(Map.of(), whole), containsString("-Dsluice.command=" + whole + "\n"));
    String path = home.resolve("bin") + ":" + System.getenv("PATH");
    assertThat(
        call(Map.of("PATH", path), "bash", "-c", "sluice"),
        containsString("-Dsluice.command=sluice\n"));
  }

  @Test
  void isFoundThroughLinks() throws IOException {
    Path link = Files.createSymbolicLink(temp.resolve("again"), home.resolve("bin/sluice"));
    Path far = Files.createSymbolicLink(temp.resolve("sluice"), Path.of("again"));
    assertThat(call(Map.of(), far.toString()), containsString(home.toString() + "/lib/sluice.jsa"));
    Files.delete(link);
  }

  @Test
  void archivesClassesOnceForEachJar() throws IOException {
    String said = "preparing the first start";
    assertThat(call(Map.of(), "bin/sluice"), containsString(said));
    assertThat(Files.readString(home.resolve("lib/sluice.jsa")), is("archive\n"));
    assertThat(call(Map.of(), "bin/sluice"), not(containsString(said)));
    Files.writeString(home.resolve("lib/sluice.jar.sha256"), "bb  sluice.jar\n");
    assertThat(call(Map.of(), "bin/sluice"), containsString(said));
  }

  @Test
  void keepsThemInTheUsersCacheWhereTheFolderIsNotTheirs() throws IOException {
    // A folder that root may write all the same is no folder that cannot be written.
    Done id = Shell.run(temp, Map.of(), "id", "-u");
    Path lib = home.resolve("lib");
    Shell.run(temp, Map.of(), "chmod", "a-w", lib.toString());
    try {
      String cache = temp.resolve("cache").toString();
      String text = call(Map.of("XDG_CACHE_HOME", cache), "bin/sluice");
      String place = cache + "/sluice/" + lib.toString().replace('/', '%') + "/sluice.jsa";
      String expected = id.text().strip().equals("0") ? lib + "/sluice.jsa" : place;
      assertThat(text, containsString("-XX:SharedArchiveFile=" + expected + "\n"));
      assertThat(Files.exists(Path.of(expected)), is(true));
    } finally {
      Shell.run(temp, Map.of(), "chmod", "u+w", lib.toString());
    }
  }

  @Test
  void saysThatNobodysTerminalIsThere() {
    String text = call(Map.of("COLUMNS", "80"), "bin/sluice");
    for (String each : List.of("page", "terminal")) {
      assertThat(text, containsString("-Dsluice." + each + "=false\n"));
    }
  }
}
