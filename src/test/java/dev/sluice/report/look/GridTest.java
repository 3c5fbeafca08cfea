// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.look;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import dev.sluice.report.look.Grid.Field;
import java.util.List;
import org.junit.jupiter.api.Test;

class GridTest {
  private static final List<Field> FIELDS =
      List.of(
          new Field("a", false, true),
          new Field("b", true, false),
          new Field("c", false, true),
          new Field("day", false, false));
  private static final List<String> ROW =
      List.of("x".repeat(60), "1", "y".repeat(90), "2026-01-31");

  @Test
  void cutsLongTextsAndNothingElse() {
    Grid grid = new Grid(FIELDS, List.of(ROW), 60);
    assertThat(
        grid.text(),
        is(
            """
            a                       b  c                      day
            xxxxxxxxxxxxxxxxxxxxx…  1  yyyyyyyyyyyyyyyyyyyy…  2026-01-31
            """));
    assertThat(grid.left(), is(List.of()));
  }

  @Test
  void namesTheColumnsThatHaveNoRoom() {
    Grid grid = new Grid(FIELDS, List.of(ROW), 30);
    assertThat(
        grid.text(),
        is(
            """
            a              b  c
            xxxxxxxxxxxx…  1  yyyyyyyyyyy…
            """));
    assertThat(grid.left(), is(List.of("day")));
  }

  @Test
  void showsEverythingWhereLinesHaveNoEnd() {
    assertThat(
        new Grid(FIELDS, List.of(ROW), 0).text().lines().toList().get(1),
        is("x".repeat(60) + "  1  " + "y".repeat(90) + "  2026-01-31"));
  }
}
