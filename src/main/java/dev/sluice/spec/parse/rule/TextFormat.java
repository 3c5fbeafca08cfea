// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse.rule;

import dev.sluice.kernel.sql.SqlName;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How texts of a known format are told, in SQL. */
enum TextFormat {
  EMAIL("an e-mail address") {
    @Override
    String sql(String text) {
      return full(text, Patterns.EMAIL)
          + " AND length(%1$s) <= 254 AND NOT contains(%1$s, '..')".formatted(text);
    }
  },
  URI("a URI with a scheme, such as https://example.org/a") {
    @Override
    String sql(String text) {
      return full(text, Patterns.URI);
    }
  },
  UUID("a UUID") {
    @Override
    String sql(String text) {
      return full(text, "[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}");
    }
  },
  IP("an IP address") {
    @Override
    String sql(String text) {
      return full(text, Patterns.IPV4 + "|" + Patterns.IPV6);
    }
  },
  DATE("a day as 2026-01-31") {
    @Override
    String sql(String text) {
      return "CASE WHEN %1$s IS NOT NULL THEN %2$s AND TRY_CAST(%1$s AS DATE) IS NOT NULL END"
          .formatted(text, full(text, "[0-9]{4}-[0-9]{2}-[0-9]{2}") + " AND " + text + " > '0001'");
    }
  },
  JSON("JSON") {
    @Override
    String sql(String text) {
      // The kernel also takes NaN, infinity and a comma behind the last item.
      String bare = "regexp_replace(%s, '\"(?:[^\"\\\\]|\\\\.)*\"', '\"\"', 'g')".formatted(text);
      return "json_valid(%s) AND NOT regexp_matches(%s, '(?i)nan|inf|,\\s*[\\]}]')"
          .formatted(text, bare);
    }
  },
  PHONE("a phone number with its country, such as +49 228 123456") {
    @Override
    String sql(String text) {
      return full(text, "\\+[0-9](?:[ ().-]{0,2}[0-9]){6,14}")
          + " AND NOT starts_with("
          + text
          + ", '+0')";
    }
  },
  IBAN("an IBAN") {
    @Override
    String sql(String text) {
      return Iban.sql(text);
    }
  },
  COUNTRY("a country of ISO 3166, in two letters") {
    @Override
    String sql(String text) {
      return in(text, Arrays.stream(Locale.getISOCountries()));
    }
  },
  CURRENCY("a currency of ISO 4217, in three letters") {
    @Override
    String sql(String text) {
      return in(text, Currency.getAvailableCurrencies().stream().map(Currency::getCurrencyCode));
    }
  };

  /** What the longer of the formats are, as RE2 reads it. */
  private static final class Patterns {
    private static final String LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
    static final String EMAIL =
        "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-](?:[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{0,62}"
            + "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-])?@(?:"
            + LABEL
            + "\\.)+"
            + LABEL;
    private static final String CHAR = "(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})";
    private static final String HOST =
        "(?:\\[[0-9A-Fa-f:.]+\\]|(?:[A-Za-z0-9._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*)";
    private static final String USER = "(?:(?:[A-Za-z0-9._~!$&'()*+,;=:-]|%[0-9A-Fa-f]{2})*@)?";
    static final String URI =
        "[A-Za-z][A-Za-z0-9+.-]*:(?://"
            + USER
            + HOST
            + "(?::[0-9]*)?(?:/"
            + CHAR
            + "*)*"
            + "|/?"
            + CHAR
            + "+(?:/"
            + CHAR
            + "*)*)(?:\\?(?:"
            + CHAR
            + "|[/?])*)?(?:#(?:"
            + CHAR
            + "|[/?])*)?";
    static final String IPV4 =
        "(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])\\.){3}"
            + "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final String H = "[0-9A-Fa-f]{1,4}";
    private static final String LAST = "(?:" + H + ":" + H + "|" + IPV4 + ")";
    static final String IPV6 =
        Stream.of(
                "(?:H:){6}L",
                "::(?:H:){5}L",
                "(?:H)?::(?:H:){4}L",
                "(?:(?:H:){0,1}H)?::(?:H:){3}L",
                "(?:(?:H:){0,2}H)?::(?:H:){2}L",
                "(?:(?:H:){0,3}H)?::H:L",
                "(?:(?:H:){0,4}H)?::L",
                "(?:(?:H:){0,5}H)?::H",
                "(?:(?:H:){0,6}H)?::")
            .map(form -> form.replace("H", H).replace("L", LAST))
            .collect(Collectors.joining("|"));
  }

  private final String words;

  TextFormat(String words) {
    this.words = words;
  }

  /** A condition on an expression that is a text; null where it is null. */
  abstract String sql(String text);

  /** What a text must be. */
  String words() {
    return words;
  }

  static List<String> names() {
    return Arrays.stream(values()).map(each -> each.name().toLowerCase(Locale.ROOT)).toList();
  }

  static @Nullable TextFormat of(String name) {
    return Arrays.stream(values())
        .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(name))
        .findFirst()
        .orElse(null);
  }

  private static String full(String text, String pattern) {
    return "regexp_full_match(" + text + ", " + SqlName.literal(pattern) + ")";
  }

  private static String in(String text, Stream<String> codes) {
    return text
        + " IN "
        + codes.sorted().map(SqlName::literal).collect(Collectors.joining(", ", "(", ")"));
  }
}
