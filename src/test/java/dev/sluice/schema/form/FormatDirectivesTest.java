// SPDX-License-Identifier: Apache-2.0
package dev.sluice.schema.form;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is taken for a part of a format is what the kernel takes for one. */
class FormatDirectivesTest {
  @Test
  void knowsTheDirectivesOfTheKernel() throws SQLException {
    List<String> ours = new ArrayList<>();
    List<String> theirs = new ArrayList<>();
    try (Connection kernel = DriverManager.getConnection("jdbc:duckdb:")) {
      for (char c = '!'; c <= '~'; c++) {
        for (String directive : List.of("%" + c, "%-" + c)) {
          if (isKnown(directive)) {
            ours.add(directive);
          }
          if (c != '-' && takes(kernel, directive)) {
            theirs.add(directive);
          }
        }
      }
    }
    assertThat(ours, equalTo(theirs));
  }

  /** Of a time, for which most are no part: then that is what is said of it. */
  private static boolean isKnown(String directive) {
    FormatDirectives.Trouble trouble = FormatDirectives.of("%H " + directive, "TIME");
    return trouble == null || !trouble.message().contains("is no part of a date or time");
  }

  private static boolean takes(Connection kernel, String directive) throws SQLException {
    String sql = "SELECT strptime('', '" + directive.replace("'", "''") + "')";
    try (Statement statement = kernel.createStatement()) {
      return statement.execute(sql);
    } catch (SQLException e) {
      return !String.valueOf(e.getMessage()).contains("Failed to parse format specifier");
    }
  }
}
