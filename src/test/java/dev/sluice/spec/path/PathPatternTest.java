// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.path;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathPatternTest {
  private static boolean matches(String pattern, String path) throws PatternProblem {
    for (PathPattern each : PathPattern.parse("/" + pattern)) {
      if (each.matches(0, List.of(path.split("/")))) {
        return true;
      }
    }
    return false;
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = ' ',
      value = {
        "a.csv a.csv true",
        "a.csv A.csv false",
        "*.csv a.csv true",
        "*.csv .csv false",
        "*.csv a.csv.gz false",
        "*.csv d/a.csv false",
        "* d/a.csv false",
        "*a*b*c* xxaxxbxxcxx true",
        "*a*b*c* xxaxxcxxbxx false",
        "?.csv a.csv true",
        "?.csv é.csv true",
        "?.csv 😀.csv true",
        "?.csv ab.csv false",
        "?.csv .csv false",
        "[a-c]1 b1 true",
        "[a-c]1 d1 false",
        "[a-c]1 B1 false",
        "[!a-c]1 d1 true",
        "[!a-c]1 b1 false",
        "[^a-c]1 d1 true",
        "[]x]1 ]1 true",
        "[!]x]1 ]1 false",
        "[a-]1 -1 true",
        "[a\\]]1 ]1 true",
        "[*]1 *1 true",
        "[*]1 a1 false",
        "[α-ω]1 λ1 true",
        "{a,b}.csv b.csv true",
        "{a,b}.csv c.csv false",
        "{a}.csv a.csv true",
        "a.csv{,.gz} a.csv true",
        "a.csv{,.gz} a.csv.gz true",
        "{2023/*,2024/0[12]}/a.csv 2023/x/a.csv true",
        "{2023/*,2024/0[12]}/a.csv 2024/02/a.csv true",
        "{2023/*,2024/0[12]}/a.csv 2024/03/a.csv false",
        "{a,{b,c}d}.csv cd.csv true",
        "{a,[,]}x ,x true",
        "\\{a,b\\} {a,b} true",
        "a\\*b a*b true",
        "a\\*b axb false",
        "a\\?b a?b true",
        "a\\[1\\] a[1] true",
        "a\\\\b a\\b true",
        "100%#1?.csv 100%#1x.csv true",
        "**/a.csv a.csv true",
        "**/a.csv x/y/z/a.csv true",
        "x/**/a.csv x/a.csv true",
        "x/**/y/*.csv x/1/2/y/a.csv true",
        "x/**/y/*.csv x/1/2/a.csv false",
        "x/** x/y/z/a.csv true",
        "x/** x true",
        "**/**/a.csv y/a.csv true",
        "*/a.csv d/a.csv true",
        "*/a.csv d/e/a.csv false",
        "d/./e/../*.csv d/a.csv true",
        "d//a.csv d/a.csv true",
        "* .a false",
        "* _a false",
        ".* .a true",
        ".* _a false",
        "_* _a true",
        "[._]* .a false",
        "?a .a false",
        "{.,}a .a true",
        ".a .a true",
        "_SUCCESS _SUCCESS true",
        "*/a .git/a false",
        ".git/* .git/a true",
        "**/a x/_y/a false",
        "a* a.b_c true",
      })
  void matchesWhatItSays(String pattern, String path, boolean expected) throws PatternProblem {
    boolean isFolder = pattern.equals("x/**") && path.equals("x");
    assertThat(matches(pattern, path), is(expected && !isFolder));
  }

  @Test
  void matchesNamesOfAnyCharacters() throws PatternProblem {
    assertThat(matches("*.csv", "a\nb c.csv"), is(true));
    assertThat(matches("a?b.csv", "a\nb.csv"), is(true));
    assertThat(matches("* *", "a b"), is(true));
    String longest = "x".repeat(251) + ".csv";
    assertThat(matches("*.csv", longest), is(true));
    assertThat(matches(longest, longest), is(true));
  }

  @Test
  void takesNoTimeForManyStars() throws PatternProblem {
    assertThat(matches("*a".repeat(120) + "b", "a".repeat(255)), is(false));
  }

  @Test
  void quotesAPathSoThatItMatchesItselfOnly() throws PatternProblem {
    String odd = "shop [v2] {a,b} *?\\ 100%#";
    assertThat(matches(PathPattern.quote(odd), odd), is(true));
    assertThat(matches(PathPattern.quote("a[1]*"), "a1x"), is(false));
  }

  @Test
  void leavesOutNamesThatWouldMatchIfTheyWereNotHidden() throws PatternProblem {
    PathPattern pattern = PathPattern.parse("/**/*.csv").get(0);
    assertThat(pattern.leavesOut(0, List.of("._a.csv")), is(true));
    assertThat(pattern.leavesOut(0, List.of(".git", "a.csv")), is(true));
    assertThat(pattern.leavesOut(0, List.of("_SUCCESS")), is(false));
    assertThat(pattern.leavesOut(0, List.of("a.csv")), is(false));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "/data/*.csv|/data/*.csv",
        "/data/./x//../*.csv|/data/*.csv",
        "/../a.csv|/a.csv",
        "/data/|/data",
        "/data/**|/data/**/*",
        "gs://bucket/x/**/a?.csv|gs://bucket/x/**/a?.csv",
      })
  void leavesOutWhatSaysNothing(String text, String pattern) throws PatternProblem {
    assertThat(PathPattern.parse(text).get(0).toString(), equalTo(pattern));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "/a[1.csv|`[` is not closed|\\[",
        "/a[1/2].csv|`[` is not closed|\\[",
        "/a{1,2.csv|`{` is not closed|\\{",
        "/a}.csv|`}` closes nothing|\\}",
        "/a{1..3}.csv|no list of choices|{1,2,3}",
        "/[z-a].csv|ends before it begins|[a-z]",
        "/data/**.csv|does not stand alone|**/*.csv",
        "/a\\|middle of an escape|\\\\",
        "/a\\/b|middle of an escape|\\\\",
        "/*/../a.csv|cannot follow a pattern|name the folder",
        "/data/*/|names no file|`*`",
        "/|the path of a file|data/*.csv",
        "gs://bucket|names a bucket|gs://bucket/*",
        "gs://bucket/|names a bucket|*",
      })
  void saysWhatIsWrongAndWhatToWrite(String text, String problem, String advice) {
    PatternProblem e = assertThrows(PatternProblem.class, () -> PathPattern.parse(text));
    assertThat(e.getMessage(), containsString(problem));
    assertThat(e.advice(), containsString(advice));
  }

  @Test
  void boundsWhatBracesStandFor() {
    assertThrows(PatternProblem.class, () -> PathPattern.parse("/" + "{a,b}".repeat(40)));
  }
}
