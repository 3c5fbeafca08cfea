// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse.rule;

import dev.sluice.kernel.sql.SqlName;

/** Tells an IBAN by its country, its length and its check digits (ISO 13616, mod 97). */
final class Iban {
  /** Countries and how long their IBANs are, by the registry of 2024. */
  private static final String LENGTHS =
      "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 "
          + "DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 "
          + "HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 "
          + "MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 "
          + "RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 "
          + "VA22 VG24 XK20 YE30";

  private Iban() {}

  /** A condition on a text; blanks between groups do not count. */
  static String sql(String text) {
    String bare = "replace(" + text + ", ' ', '')";
    String isShaped = "regexp_full_match(%s, '[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}')".formatted(bare);
    String isLong =
        "contains(%s, left(%s, 2) || length(%s))".formatted(SqlName.literal(LENGTHS), bare, bare);
    // Letters count as 10 to 35, so that they are two digits each.
    String rest =
        "list_reduce(list_transform(string_split(substr(%1$s, 5) || left(%1$s, 4), ''), lambda c: CASE WHEN c <= '9' THEN ord(c) - 48 ELSE ord(c) - 55 END), lambda a, d: (a * CASE WHEN d > 9 THEN 100 ELSE 10 END + d) %% 97)"
            .formatted(bare);
    return "CASE WHEN %s IS NOT NULL THEN CASE WHEN %s AND %s THEN %s = 1 ELSE false END END"
        .formatted(text, isShaped, isLong, rest);
  }
}
