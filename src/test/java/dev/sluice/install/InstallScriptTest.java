// SPDX-License-Identifier: Apache-2.0
package dev.sluice.install;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import dev.sluice.install.Shell.Done;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallScriptTest {
  @TempDir private Path temp;
  private Path release = Path.of("");
  private Path prefix = Path.of("");

  @BeforeEach
  void makeARelease() throws IOException {
    release = Files.createDirectory(temp.resolve("release"));
    prefix = temp.resolve("my prefix");
    Path unused = Shell.archive(release, "1.0", true);
  }

  private Done install(String... args) {
    List<String> command =
        new ArrayList<>(List.of("sh", Shell.HOME.resolve("install.sh").toString()));
    command.addAll(List.of("--prefix", prefix.toString()));
    command.addAll(List.of(args));
    return Shell.run(temp, Map.of("SHELL", "/bin/bash"), command.toArray(String[]::new));
  }

  private String installed() {
    return Shell.run(temp, Map.of(), prefix.resolve("bin/sluice").toString()).text().strip();
  }

  private List<String> left() throws IOException {
    if (!Files.exists(prefix)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(prefix)) {
      return all.filter(each -> !Files.isDirectory(each))
          .map(each -> prefix.relativize(each).toString())
          .sorted()
          .toList();
    }
  }

  @Test
  void installsUpgradesAndRemoves() throws IOException {
    Done done = install(release.toString());
    assertThat(done.text(), done.exit(), is(0));
    assertThat(done.text(), startsWith("Installed sluice 1.0 in " + prefix + "/lib/sluice.\n"));
    assertThat(done.text(), containsString("  export PATH=\"" + prefix + "/bin:$PATH\"\n"));
    assertThat(done.text(), containsString(">> ~/.bashrc\n"));
    assertThat(installed(), is("sluice 1.0"));
    assertThat(
        Files.readString(prefix.resolve("share/bash-completion/completions/sluice")),
        is("complete"));
    Path newer = Shell.archive(release, "2.0", true);
    assertThat(install(newer.toString()).exit(), is(0));
    assertThat(installed(), is("sluice 2.0"));
    assertThat(install("--uninstall").exit(), is(0));
    assertThat(left(), is(List.of()));
    assertThat(
        install("--uninstall").text(), is("install: there is no Sluice in " + prefix + ".\n"));
  }

  @Test
  void saysNothingOfAPathThatIsSet() {
    String path = prefix + "/bin:" + System.getenv("PATH");
    Done done =
        Shell.run(
            temp,
            Map.of("PATH", path),
            "sh",
            Shell.HOME.resolve("install.sh").toString(),
            "--prefix",
            prefix.toString(),
            release.toString());
    assertThat(
        done.text(),
        is("Installed sluice 1.0 in " + prefix + "/lib/sluice.\nTry it: sluice init shop\n"));
  }

  @Test
  void refusesWhatIsNotAsItsChecksumSays() throws IOException {
    assertThat(install(release.toString()).exit(), is(0));
    Path bad = Shell.archive(release, "2.0", true);
    Files.writeString(Path.of(bad + ".sha256"), "0".repeat(64) + "  sluice-2.0.tar.gz\n");
    Done done = install("--version", "2.0", release.toString());
    assertThat(done.exit(), is(1));
    assertThat(
        done.text(), startsWith("install: " + bad + " is not what its checksum says: it is "));
    assertThat(done.text(), containsString("Nothing was changed"));
    assertThat(installed(), is("sluice 1.0"));
    Files.delete(Path.of(bad + ".sha256"));
    assertThat(install(bad.toString()).exit(), is(1));
    assertThat(left().stream().filter(name -> name.contains("install")).toList(), is(List.of()));
  }

  @Test
  void keepsTheOneBeforeWhenTheNewOneDoesNotStart() throws IOException {
    Path broken = Shell.archive(release, "3.0", false);
    Done first = install(broken.toString());
    assertThat(
        first.text(),
        is("no Java here\ninstall: it does not start, as said above. Nothing was changed.\n"));
    assertThat(left(), is(List.of()));
    assertThat(install("--version", "1.0", release.toString()).exit(), is(0));
    assertThat(install(broken.toString()).exit(), is(1));
    assertThat(installed(), is("sluice 1.0"));
  }

  @Test
  void asksWhichOfSeveralAndTakesAUrl() {
    Path unused = Shell.archive(release, "2.0", true);
    Done which = install(release.toString());
    assertThat(
        which.text(),
        is("install: " + release + " has several archives; say --version or name one.\n"));
    Done url = install("--version", "2.0", release.toUri().toString());
    assertThat(url.text(), url.exit(), is(0));
    assertThat(installed(), is("sluice 2.0"));
    Done missing = install("--version", "9", release.toString());
    assertThat(missing.text(), is("install: " + release + " has no sluice-9.tar.gz.\n"));
  }

  @Test
  void leavesAloneWhatIsNotItsOwn() throws IOException {
    Path mine = Shell.program(prefix.resolve("bin/sluice"), "#!/bin/sh\necho mine\n");
    Done done = install(release.toString());
    assertThat(done.exit(), is(1));
    assertThat(done.text(), containsString("is there already and is not of this script's making"));
    assertThat(Files.readString(mine), containsString("echo mine"));
    assertThat(left(), is(List.of("bin/sluice")));
  }

  @Test
  void saysHowItIsCalled() {
    Done done = install("--nope");
    assertThat(done.exit(), is(2));
    assertThat(done.text(), startsWith("install: there is no option --nope\nusage: install.sh"));
  }
}
