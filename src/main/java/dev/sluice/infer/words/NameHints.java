// SPDX-License-Identifier: Apache-2.0
package dev.sluice.infer.words;

import java.util.Locale;
import java.util.regex.Pattern;

/** What the name of a column makes likely, where its values leave a choice. */
public final class NameHints {
  private static final Pattern NO_NUMBER =
      Pattern.compile(
          "(^|_)(zip|zip_?code|postal|postal_?code|postcode|plz|cap|phone|phone_?number|telephone|tel|mobile|fax|ssn|iban|isbn|ean|upc|gtin|fips|msisdn|vat|vin)($|_)");
  private static final Pattern MONEY =
      Pattern.compile(
          "(^|_)(price|prices|amount|amounts|cost|costs|fee|fees|revenue|salary|wage|fare|payment|subtotal|usd|eur|gbp|total_?bill|refund|vat_amount)($|_)");
  private static final Pattern PERHAPS_MONEY =
      Pattern.compile(
          "(^|_)(total|totals|balance|tax|tip|paid|charge|charges|discount|budget|spend|credit|debit|deposit|net|gross|sales)($|_)");
  private static final Pattern TRADE =
      Pattern.compile(
          "(^|_)(order|orders|invoice|payment|product|sku|customer|currency|account|transaction|quantity|qty|price|unit_price)($|_)");
  private static final Pattern MEASURE =
      Pattern.compile(
          "(^|_)(lat|latitude|lon|lng|longitude|pct|percent|percentage|ratio|rate|share|score|rating|temp|temperature|weight|height|length|width|depth|distance|speed|size|duration|hours|minutes|seconds|km|kg|mm|cm|lbs)($|_)");
  private static final Pattern DATE = Pattern.compile("(^|_)(date|day|dt|ymd|on)($|_)|date");
  private static final Pattern TRUTH = Pattern.compile("^(is|has|was|can|had)_.*");
  private static final Pattern ID =
      Pattern.compile(
          "(^|_)(id|ids|key|uuid|guid|number|sku|code|pk|rowid|identifier|index|isbn|ean|vin|iata|icao|faa|tailnum|email|username|login|slug|symbol|ticker|order|invoice)$|.+[a-z]id$");
  private static final Pattern PERSONAL =
      Pattern.compile(
          "(^|_)(e_?mails?|user_?name|login|phone|phone_?number|telephone|tel|mobile|fax|ssn|iban|msisdn|first_?name|last_?name|full_?name|surname|birth_?(day|date)|address|ip|ip_?address|passport)($|_)|e_?mail$");
  private static final Pattern PLAIN_ID = Pattern.compile("^(id|key|uuid|guid|pk|_id)$");
  private static final Pattern LINE =
      Pattern.compile(
          "(^|_)(line|line_?(no|nr|number|item)|item_?(no|nr|number)|seq|sequence|pos|position)$");
  private static final Pattern CHANGED =
      Pattern.compile(
          "(^|_)(updated|modified|changed|last_?updated?|last_?modified|update_?time|modified_?time|mtime)(_?(at|on|date|time|ts|timestamp))?$");
  private static final Pattern MADE =
      Pattern.compile(
          "(^|_)(created|inserted|added|logged|recorded|received|event|ingested|order|ordered|placed)(_?(at|on|date|time|ts|timestamp))$|^(timestamp|time|ts|datetime|date|time_hour)$");

  private NameHints() {}

  private static boolean is(Pattern pattern, String name) {
    return pattern.matcher(Names.snake(name)).find();
  }

  /** Digits of it are no number: nobody adds them up. */
  public static boolean isNoNumber(String name) {
    return is(NO_NUMBER, name);
  }

  /** It says an amount of money. */
  public static boolean isMoney(String name) {
    return is(MONEY, name);
  }

  /** It is one of those that tables of orders and payments have. */
  public static boolean isTrade(String name) {
    return is(TRADE, name);
  }

  /** It says what somebody measured, so that more digits may come. */
  public static boolean isMeasure(String name) {
    return is(MEASURE, name);
  }

  /** It says an amount, which may be one of money. */
  public static boolean isAmount(String name) {
    return is(PERHAPS_MONEY, name);
  }

  /** Its values likely tell who somebody is, and are not to be shown. */
  public static boolean isPersonal(String name) {
    return is(PERSONAL, name);
  }

  /** It says a day. */
  public static boolean isDate(String name) {
    return is(DATE, name);
  }

  /** It asks a question. */
  public static boolean isTruth(String name) {
    return is(TRUTH, name);
  }

  /** It is one of those that identifiers have. */
  public static boolean isId(String name) {
    return is(ID, name);
  }

  /** It says nothing but that it identifies. */
  public static boolean isPlainId(String name) {
    return is(PLAIN_ID, name);
  }

  /** It numbers the rows of something larger. */
  public static boolean isLine(String name) {
    return is(LINE, name);
  }

  /** It says when a row last changed. */
  public static boolean isChange(String name) {
    return is(CHANGED, name);
  }

  /** It says when something happened. */
  public static boolean isMoment(String name) {
    return is(CHANGED, name) || is(MADE, name);
  }

  /** A name in the singular, as English mostly has it. */
  public static String singular(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.endsWith("ies")) {
      return lower.substring(0, lower.length() - 3) + "y";
    }
    if (lower.endsWith("sses") || lower.endsWith("xes") || lower.endsWith("ches")) {
      return lower.substring(0, lower.length() - 2);
    }
    return lower.endsWith("s") && !lower.endsWith("ss")
        ? lower.substring(0, lower.length() - 1)
        : lower;
  }
}
