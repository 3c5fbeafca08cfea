// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.is;

import dev.sluice.fixture.Pipelines;
import dev.sluice.fixture.Pipelines.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Mistakes that people make: each is told with its place, and with what was meant. The table says
 * which file is changed, what stands there, what is written instead, and what is said.
 */
class MistakesTest {
  private static final Path TABLE = Path.of("src/test/resources/mistakes.txt");
  private static final Path GOOD = Path.of("src/test/resources/mistakes");

  private @TempDir Path folder;

  /**
   * One mistake.
   *
   * @param place where it is told to be; empty for the command line
   */
  private record Mistake(
      String file, String from, String to, String command, String place, String said) {}

  @TestFactory
  Stream<DynamicTest> areToldWithTheirPlaceAndWhatWasMeant() throws IOException {
    return mistakes().stream()
        .map(m -> DynamicTest.dynamicTest(m.to().isEmpty() ? m.command() : m.to(), () -> check(m)));
  }

  @Test
  void areSixty() throws IOException {
    assertThat(mistakes().size(), greaterThanOrEqualTo(60));
  }

  @Test
  void areNoneInTheGoodPipeline() throws IOException {
    Ran ran = Pipelines.sluice("validate", Pipelines.copy(GOOD, folder.resolve("good")).toString());
    assertThat(ran.toString(), ran.exit(), is(0));
  }

  private void check(Mistake mistake) throws IOException {
    Path own = Pipelines.copy(GOOD, Files.createTempDirectory(folder, "m"));
    if (!mistake.file().isEmpty()) {
      Path file = own.resolve(mistake.file());
      String text = Pipelines.text(file);
      assertThat(text, containsString(mistake.from()));
      Pipelines.write(
          file,
          text.replaceFirst(
              java.util.regex.Pattern.quote(mistake.from()),
              java.util.regex.Matcher.quoteReplacement(mistake.to())));
    }
    String[] args = mistake.command().replace("DIR", own.toString()).split(" ");
    Ran ran = Pipelines.sluice(args);
    String shown = ran.err() + ran.out();
    if (Boolean.getBoolean("mistakes.show")) {
      System.err.println(
          "#### "
              + mistake.to()
              + " | "
              + mistake.command()
              + "\n"
              + shown.replace(own.toString(), "DIR"));
    }
    assertThat(shown, ran.exit(), is(2));
    assertThat(
        shown.replace(own.toString(), "DIR"),
        allOf(containsString(mistake.place()), containsString(mistake.said())));
  }

  /** Lines of fields that bars part; {@code \n} and {@code \t} are what they are in Java. */
  private static List<Mistake> mistakes() throws IOException {
    List<Mistake> all = new ArrayList<>();
    for (String line : Files.readAllLines(TABLE)) {
      if (!line.isBlank() && !line.startsWith("#")) {
        String[] f = line.replace("\\n", "\n").replace("\\t", "\t").split(" ?\\| ?", -1);
        assertThat(line, f.length, is(5));
        boolean isTyped = f[0].equals("$");
        all.add(
            isTyped
                ? new Mistake("", "", "", f[1], f[3], f[4])
                : new Mistake(f[0], f[1], f[2], "validate DIR", f[3], f[4]));
      }
    }
    return all;
  }
}
