// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.listing;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.intake.InputFile;
import dev.sluice.spec.path.PathPattern;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.hamcrest.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class FileListingTest {
  private static final boolean IS_UTF8 = "UTF-8".equals(System.getProperty("sun.jnu.encoding"));

  @TempDir Path folder;

  private void write(String... names) throws IOException {
    for (String name : names) {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, name);
    }
  }

  private void link(String name, String target) throws IOException {
    Files.createDirectories(folder.resolve(name).getParent());
    Files.createSymbolicLink(folder.resolve(name), Path.of(target));
  }

  private FoundFiles find(String... patterns) {
    String root = PathPattern.quote(folder.toString()) + "/";
    return FileListing.of(
        Arrays.stream(patterns).map(p -> p.startsWith("/") ? p : root + p).toList(), null);
  }

  private List<String> relative(List<String> paths) {
    return paths.stream().map(path -> path.substring(folder.toString().length() + 1)).toList();
  }

  private List<String> files(String... patterns) {
    return relative(find(patterns).files().stream().map(InputFile::path).toList());
  }

  private void refuses(ErrorCode code, Matcher<String> message, String... patterns) {
    PipelineException e = assertThrows(PipelineException.class, () -> find(patterns));
    assertThat(e.getMessage(), message);
    assertThat(e.code(), is(code));
  }

  @Test
  void sortsByPathAndTakesAFileOfTwoPatternsOnce() throws IOException {
    write("b.csv", "a.csv", "c/a.csv", "B.csv");
    assertThat(files("*.csv", "a.*", "c/*"), contains("B.csv", "a.csv", "b.csv", "c/a.csv"));
    assertThat(find("a.csv").files().get(0).bytes(), is(5L));
  }

  @Test
  void takesTheFilesDirectlyInAFolderThatIsNamed() throws IOException {
    write("d/a.csv", "d/b.txt", "d/e/c.csv", "d/.hidden");
    assertThat(files("d"), contains("d/a.csv", "d/b.txt"));
    assertThat(files("d/"), contains("d/a.csv", "d/b.txt"));
    assertThat(files("d/*"), contains("d/a.csv", "d/b.txt"));
    assertThat(files("d/**"), contains("d/a.csv", "d/b.txt", "d/e/c.csv"));
    assertThat(files("d/**/*.csv"), contains("d/a.csv", "d/e/c.csv"));
  }

  @Test
  void takesNamesAsTheyAre() throws IOException {
    assumeTrue(IS_UTF8, "this locale cannot say the names");
    String longest = "é".repeat(125) + "x.csv";
    write(
        "in/two words.csv",
        "in/line\nfeed.csv",
        "in/100%.csv",
        "in/a#b?.csv",
        "in/*.csv",
        "in/[1].csv",
        "in/😀.csv",
        "in/" + longest,
        "in/back\\slash.csv",
        "in/e\u0301.csv");
    assertThat(find("in/*.csv").files().size(), is(10));
    for (InputFile file : find("in/*.csv").files()) {
      assertThat(Files.exists(Path.of(file.path())), is(true));
      assertThat(find(PathPattern.quote(file.path())).files(), contains(file));
    }
    assertThat(files("in/\\*.csv"), contains("in/*.csv"));
    assertThat(files("in/\\[1\\].csv"), contains("in/[1].csv"));
    assertThat(files("in/?.csv"), contains("in/*.csv", "in/😀.csv"));
  }

  @Test
  void followsNoLinkInACircle() throws IOException {
    write("data/in/a.csv", "data/in/b.csv");
    link("data/in/latest", ".");
    link("data/in/current", ".");
    link("data/in/up", "../..");
    assertThat(files("data/in/*.csv"), contains("data/in/a.csv", "data/in/b.csv"));
    assertThat(files("data/**/*.csv"), contains("data/in/a.csv", "data/in/b.csv"));
    assertThat(files("**/*.csv"), contains("data/in/a.csv", "data/in/b.csv"));
    assertThat(files("data/in/*/*.csv").size(), is(2));
  }

  @Test
  void prefersTheNameWithoutLinks() throws IOException {
    write("d/z/1/a.csv", "d/z/2/a.csv");
    link("d/current", "z/2");
    link("d/m/latest.csv", "../z/2/a.csv");
    assertThat(files("d/**/*.csv"), contains("d/z/1/a.csv", "d/z/2/a.csv"));
    assertThat(relative(find("d/**/*.csv").again()), contains("d/m/latest.csv"));
    assertThat(files("d/current/*", "d/z/*/*"), contains("d/z/1/a.csv", "d/z/2/a.csv"));
    assertThat(files("d/current/*.csv"), contains("d/current/a.csv"));
    assertThat(files("d/m/*.csv"), contains("d/m/latest.csv"));
  }

  @Test
  void takesTwoFilesThatShareTheirBytesByHardLinkAsOneFile() throws IOException {
    write("a.csv");
    Files.createLink(folder.resolve("b.csv"), folder.resolve("a.csv"));
    assertThat(files("*.csv"), contains("a.csv", "b.csv"));
  }

  @Test
  void looksOnlyIntoFoldersThatCanMatch() throws IOException {
    write("data/a.csv", "data/deep/b.csv");
    link("data/deep/gone", "nowhere");
    link("data/loop", "loop");
    assertThat(files("data/*.csv"), contains("data/a.csv"));
    assertThat(files("data/[d]eep/b*"), contains("data/deep/b.csv"));
    refuses(ErrorCode.FILE_UNREADABLE, containsString("data/deep/gone is"), "data/**/*.csv");
    Files.delete(folder.resolve("data/deep/gone"));
    assertThat(files("data/**/*.csv"), contains("data/a.csv", "data/deep/b.csv"));
  }

  @Test
  void leavesOutHiddenNamesUnlessTheyAreWritten() throws IOException {
    write("in/a.csv", "in/._a.csv", "in/_b.csv", "in/_SUCCESS", "in/.git/c.csv", "in/d/_e.csv");
    FoundFiles all = find("in/**/*.csv");
    assertThat(relative(all.files().stream().map(InputFile::path).toList()), contains("in/a.csv"));
    assertThat(
        relative(all.hidden()), contains("in/._a.csv", "in/.git/", "in/_b.csv", "in/d/_e.csv"));
    assertThat(files("in/._*"), contains("in/._a.csv"));
    assertThat(files("in/_b.csv"), contains("in/_b.csv"));
    assertThat(files("in/.git/*"), contains("in/.git/c.csv"));
    assertThat(find("in/a.csv").hidden(), is(empty()));
  }

  @Test
  void takesBracketsInTheProjectsOwnPathAsTheyAre() throws IOException {
    folder = Files.createDirectory(folder.resolve("shop [v2] {a,b}*"));
    write("data/a.csv");
    assertThat(files("data/*.csv"), contains("data/a.csv"));
  }

  @Test
  void saysWhatIsThereWhenNothingMatches() throws IOException {
    write("data/a.csv", "data/b.csv", "data/.c.tsv", "data/r [1].txt", "empty/x/y.csv");
    refuses(
        ErrorCode.NO_FILES,
        allOf(
            containsString("No file matches " + folder + "/data/*.tsv: " + folder + "/data holds "),
            containsString("`a.csv`, `b.csv`"),
            containsString("left out by `*.tsv`, here `.c.tsv`")),
        "data/*.tsv");
    refuses(
        ErrorCode.NO_FILES,
        allOf(
            containsString(folder + " holds `data`, `empty`"),
            containsString("no folder `dato`"),
            containsString("did you mean `data`?")),
        "dato/x/*.csv");
    refuses(ErrorCode.NO_FILES, containsString("did you mean `a.csv`?"), "data/a.cvs");
    refuses(
        ErrorCode.NO_FILES, containsString("write `r \\[1\\].txt` for the name"), "data/r [1].txt");
    refuses(ErrorCode.NO_FILES, containsString(folder + "/empty holds no file"), "empty");
    refuses(ErrorCode.NO_FILES, containsString("/q"), "data/*.csv", "q/{a,b}.csv");
  }

  @Test
  void refusesWhatIsNoFile() throws IOException, InterruptedException {
    write("in/a.csv");
    Path pipe = folder.resolve("in/pipe.csv");
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/mkfifo")), "there is no mkfifo");
    Process made = new ProcessBuilder("/usr/bin/mkfifo", pipe.toString()).start();
    assertThat(made.waitFor(20, TimeUnit.SECONDS), is(true));
    refuses(ErrorCode.FILE_UNREADABLE, containsString(pipe + " is a named pipe"), "in/*.csv");
    refuses(ErrorCode.FILE_UNREADABLE, containsString(pipe + " is a named pipe"), "in");
    refuses(ErrorCode.FILE_UNREADABLE, containsString("is a named pipe"), "in/pipe.csv");
    refuses(ErrorCode.FILE_UNREADABLE, containsString("a character device"), "/dev/null");
    assertThat(files("in/a*"), contains("in/a.csv"));
  }

  @Test
  void refusesALinkThatLeadsNowhere() throws IOException {
    write("in/a.csv");
    link("in/b.csv", "gone.csv");
    link("in/2024", "/mnt/is/not/there");
    refuses(ErrorCode.FILE_UNREADABLE, containsString("in/b.csv is a link that leads"), "in/*.csv");
    refuses(ErrorCode.FILE_UNREADABLE, containsString("in/2024 is a link"), "in/2*/*.csv");
    refuses(ErrorCode.FILE_UNREADABLE, containsString("is a link that leads"), "in/b.csv");
  }

  @Test
  void refusesAFolderThatMayNotBeRead() throws IOException {
    write("in/locked/a.csv");
    Path locked = folder.resolve("in/locked");
    Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("---------"));
    try {
      assumeFalse(Files.isReadable(locked), "permissions do not hold for this user");
      for (String pattern : List.of("in/locked/*.csv", "in/*/*.csv", "in/**/*.csv", "in/locked")) {
        refuses(
            ErrorCode.FILE_UNREADABLE,
            equalTo(locked + " cannot be read: permission denied"),
            pattern);
      }
    } finally {
      Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("rwx------"));
    }
  }

  @Test
  void refusesANameThatIsNotUtf8() throws IOException {
    write("in/a.csv");
    Path latin = Path.of(URI.create(folder.toUri() + "in/donn%E9es.csv"));
    Files.writeString(latin, "x");
    refuses(
        ErrorCode.FILE_UNREADABLE,
        allOf(containsString(folder + "/in"), containsString("donn\\xE9es.csv")),
        "in/*.csv");
    assertThat(files("in/a*.csv"), contains("in/a.csv"));
  }

  /** Lists in another process; what a started Java may be told by its machine. */
  static final class Lister {
    public static void main(String[] patterns) {
      try {
        List<InputFile> files = FileListing.of(List.of(patterns), null).files();
        System.out.println(files.stream().map(file -> file.path().length()).toList());
      } catch (PipelineException e) {
        System.out.println(e.code() + " " + e.getMessage());
      }
    }
  }

  private static String listIn(String locale, String... patterns)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-Dfile.encoding=UTF-8",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                Lister.class.getName()));
    command.addAll(List.of(patterns));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LC_ALL", locale);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(said, process.waitFor(), is(0));
    return said.strip();
  }

  @Test
  void skipsNoNameThatTheLocaleCannotSay() throws IOException, InterruptedException {
    assumeTrue(IS_UTF8, "this locale cannot say the names");
    write("in/a.csv", "in/données.csv", "in/été/x.csv");
    String root = folder + "/in/";
    for (String pattern : List.of("*.csv", "donn?es.csv", "données.csv", "*", "*t*/x.csv")) {
      String said = listIn("C", root + pattern.replace("é", "[!a]"));
      boolean isFolder = pattern.contains("/");
      assertThat(
          said,
          allOf(
              containsString("FILE_UNREADABLE In " + folder + "/in, the name `"),
              containsString((isFolder ? "été" : "données.csv") + "` cannot be opened"),
              containsString("LC_ALL=C.UTF-8")));
    }
    assertThat(listIn("C", root + "a*"), equalTo("[" + (root.length() + 5) + "]"));
  }

  @Test
  void keepsLinksOfAFolderInsideIt() throws IOException {
    write("project/a.csv", "outside/b.csv");
    link("project/data", "../outside");
    link("project/b.csv", "../outside/b.csv");
    String project = folder.resolve("project").toString();
    for (String pattern : List.of("/data/*.csv", "/*.csv", "/**/b.csv", "/data")) {
      PipelineException e =
          assertThrows(
              PipelineException.class, () -> FileListing.of(List.of(project + pattern), project));
      assertThat(e.code(), is(ErrorCode.PATH_OUTSIDE));
      assertThat(e.getMessage(), containsString("allow_outside: true"));
    }
    assertThat(FileListing.of(List.of(project + "/a*"), project).files().size(), is(1));
    assertThat(FileListing.of(List.of(folder + "/outside/*"), project).files().size(), is(1));
  }
}
