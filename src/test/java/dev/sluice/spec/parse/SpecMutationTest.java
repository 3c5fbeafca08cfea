// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import dev.sluice.error.issue.Issue;
import dev.sluice.error.issue.IssueRenderer;
import dev.sluice.error.issue.Severity;
import dev.sluice.spec.Parsed;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damages a good spec in many ways: each gives a spec or located issues, soon, and no more. */
class SpecMutationTest {
  private static final Pattern KEY = Pattern.compile("(?<=[ {\\n])([a-z_]+)(?=:( |\\n))");
  private static final Pattern VALUE = Pattern.compile("(?<=: )([A-Za-z0-9_./]+)(?=[,}\\n])");
  private static final List<String> ODD_VALUES =
      List.of("5", "[x]", "{a: b}", "null", "true", "\"\"", "\"\\0\"", "${NOPE}", "*x", "-1e99");
  private static final String ODD_CHARACTERS = "{}[]:,-?!*&#|>'\"%@`\t\n $\\\u0000\u0085\uFEFFé";

  @TempDir Path folder;

  @Test
  void everyDamagedSpecGivesASpecOrLocatedIssues() {
    SpecFixture fixture = SpecFixture.in(folder);
    List<String> mutants = mutants(SpecFixture.shop());
    assertThat(mutants.size(), greaterThan(250));
    fixture.parse(SpecFixture.shop());
    int broken = 0;
    for (String mutant : mutants) {
      Parsed parsed = fixture.parseWithin(Duration.ofSeconds(2), mutant.getBytes(UTF_8));
      check(parsed, mutant);
      broken += parsed.spec() == null ? 1 : 0;
    }
    assertThat("damage shows", broken, greaterThan(mutants.size() / 2));
    assertThat("not all damage is fatal", broken, lessThan(mutants.size()));
  }

  private static void check(Parsed parsed, String mutant) {
    boolean hasErrors = parsed.issues().stream().anyMatch(i -> i.severity() == Severity.ERROR);
    assertThat(parsed.issues() + "\n" + mutant, parsed.spec() == null, is(hasErrors));
    for (Issue issue : parsed.issues()) {
      assertLocated(issue, parsed.texts(), mutant);
    }
    IssueRenderer.render(parsed.issues(), parsed.texts());
  }

  private static void assertLocated(Issue issue, Map<String, String> texts, String mutant) {
    String text = texts.get(issue.position().file());
    assertThat(issue + "\n" + mutant, text != null, is(true));
    String[] lines = String.valueOf(text).split("\r\n|\r|\n", -1);
    int line = issue.position().line();
    assertThat(issue + "\n" + mutant, line >= 1 && line <= lines.length, is(true));
    int column = issue.position().column();
    assertThat(
        issue + "\n" + mutant, column >= 1 && column <= lines[line - 1].length() + 1, is(true));
  }

  private static List<String> mutants(String good) {
    List<String> mutants = new ArrayList<>();
    String[] lines = good.split("\n");
    for (int i = 0; i < lines.length; i++) {
      mutants.add(good.replace(lines[i] + "\n", ""));
      String other = i % 2 == 0 ? lines[i] + "\n" + lines[i] : "  " + lines[i];
      mutants.add(good.replace(lines[i] + "\n", other + "\n"));
    }
    Matcher key = KEY.matcher(good);
    for (int i = 0; key.find(); i++) {
      mutants.add(replaced(good, key, i % 2 == 0 ? key.group().substring(1) : key.group() + "s"));
    }
    Matcher value = VALUE.matcher(good);
    for (int i = 0; value.find(); i++) {
      mutants.add(replaced(good, value, ODD_VALUES.get(i % ODD_VALUES.size())));
    }
    Random random = new Random(7);
    for (int i = 0; i < 80; i++) {
      int at = random.nextInt(good.length());
      char odd = ODD_CHARACTERS.charAt(random.nextInt(ODD_CHARACTERS.length()));
      mutants.add(good.substring(0, at) + odd + good.substring(at + random.nextInt(2)));
    }
    return mutants;
  }

  private static String replaced(String text, Matcher found, String by) {
    return text.substring(0, found.start()) + by + text.substring(found.end());
  }
}
