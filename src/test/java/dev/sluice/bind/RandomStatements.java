// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bind;

import java.util.Random;

/** Makes up statements over the tables of {@link ShardFixture}; many of them do not bind. */
final class RandomStatements {
  private final Random random;

  RandomStatements(Random random) {
    this.random = random;
  }

  String next() {
    String sql = query(2);
    return random.nextInt(3) == 0 ? "WITH c AS (" + query(1) + ") " + query(1, "c") : sql;
  }

  private String query(int depth, String... more) {
    if (random.nextInt(6) == 0) {
      String word = pick("UNION ALL", "UNION", "INTERSECT", "EXCEPT", "UNION ALL BY NAME");
      return "(" + select(depth, more) + ") " + word + " (" + select(depth, more) + ")";
    }
    return select(depth, more);
  }

  private String select(int depth, String... more) {
    String from = from(depth, more);
    String where = random.nextInt(3) == 0 ? " WHERE " + condition() : "";
    return switch (random.nextInt(7)) {
      case 0 -> "SELECT " + columns() + ", count(*) AS n FROM " + from + where + " GROUP BY ALL";
      case 1 ->
          "SELECT "
              + pick("k", "x.k", "g", "y.k AS k")
              + ", sum("
              + column()
              + ") AS s FROM "
              + from
              + where
              + " GROUP BY "
              + pick("k", "x.k", "y.k", "1", "k, g", "g", "GROUPING SETS ((k), (k, g))");
      case 2 -> "SELECT DISTINCT " + columns() + " FROM " + from + where;
      case 3 ->
          "SELECT "
              + columns()
              + ", count(*) OVER (PARTITION BY "
              + pick("k", "x.k", "y.k", "g, k", "k % 2", "g")
              + ") AS n FROM "
              + from
              + where;
      case 4 ->
          "SELECT "
              + columns()
              + " FROM "
              + from
              + where
              + " QUALIFY count(*) OVER (PARTITION BY "
              + pick("k", "x.k", "k, g")
              + ") > 1";
      case 5 ->
          "SELECT "
              + columns()
              + ", (SELECT "
              + pick("sum(f)", "max(f)", "count(*)", "sum(k)")
              + " FROM l"
              + pick("", " WHERE l.g = x.g")
              + ") AS q FROM "
              + from
              + where;
      default -> "SELECT " + columns() + " FROM " + from + where;
    };
  }

  private String from(int depth, String... more) {
    String left = relation(depth, more);
    if (random.nextInt(3) == 0) {
      return left + " x";
    }
    String join =
        pick(
            "JOIN",
            "LEFT JOIN",
            "RIGHT JOIN",
            "FULL JOIN",
            "SEMI JOIN",
            "ANTI JOIN",
            "JOIN",
            "JOIN");
    String on =
        pick(
            "USING (k)",
            "USING (k)",
            "USING (k, g)",
            "ON x.k = y.k",
            "ON y.k = x.k AND x.g = y.g",
            "ON x.k = y.k OR x.g = y.g",
            "ON x.g = y.g",
            "ON x.k IS NOT DISTINCT FROM y.k",
            "ON x.k = y.k + 0");
    String two = left + " x " + join + " " + relation(depth, more) + " y " + on;
    if (random.nextInt(3) == 0) {
      two += " " + pick("JOIN", "LEFT JOIN") + " l USING (g)";
    } else if (random.nextInt(4) == 0) {
      two += " " + pick("JOIN", "LEFT JOIN", "FULL JOIN") + " b z USING (k)";
    }
    return two;
  }

  private String relation(int depth, String... more) {
    int choice = random.nextInt(6);
    if (choice == 0 && depth > 0) {
      return "(" + query(depth - 1, more) + ")";
    }
    if (choice == 1 && depth > 0) {
      return "(SELECT g AS k, g, k AS v FROM a)";
    }
    if (choice <= 3 && more.length > 0) {
      return more[0];
    }
    return pick("a", "b", "a", "b", "l");
  }

  private String columns() {
    return pick(
        "k",
        "k, g",
        "*",
        "x.*",
        "g, k",
        "x.k, x.g",
        "y.k, x.g",
        "x.k AS k, y.g AS g",
        "x.g AS g",
        "* EXCLUDE (g)",
        "k + 0 AS k",
        "coalesce(x.k, y.k) AS k, g",
        "v AS k, g");
  }

  private String column() {
    return pick("k", "v", "w", "x.k", "y.k", "n", "s");
  }

  private String condition() {
    return pick(
        "k > 1",
        "x.k IS NULL",
        "g = 'g1'",
        "x.g IN (SELECT g FROM l)",
        "x.k = y.k",
        "k IN (SELECT k FROM b)");
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
