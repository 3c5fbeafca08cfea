// SPDX-License-Identifier: Apache-2.0
package dev.sluice.report.plan;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Properties;

/**
 * What BigQuery asks, as the file {@code bigquery-prices.properties} has it with its source and
 * date.
 *
 * @param gibAndMonth US dollars for a GiB stored for a month
 * @param tibRead US dollars for a TiB that statements read
 * @param gibAppended US dollars for a GiB of rows that are appended
 * @param tibFree of rows that are appended in a month and not paid for
 */
record BigQueryPrices(double gibAndMonth, double tibRead, double gibAppended, double tibFree) {
  private static final String FILE = "bigquery-prices.properties";
  private static final double GIB = 1L << 30;
  private static final double TIB = 1L << 40;

  static BigQueryPrices known() {
    Properties said = new Properties();
    try (InputStream in =
        Objects.requireNonNull(BigQueryPrices.class.getResourceAsStream(FILE), FILE)) {
      said.load(in);
    } catch (IOException e) {
      throw new IllegalStateException("Cannot read " + FILE, e);
    }
    return new BigQueryPrices(
        figure(said, "gib_and_month"),
        figure(said, "tib_read"),
        figure(said, "gib_appended"),
        figure(said, "tib_appended_free"));
  }

  private static double figure(Properties said, String key) {
    return Double.parseDouble(Objects.requireNonNull(said.getProperty(key), key));
  }

  double perMonth(long bytes) {
    return bytes / GIB * gibAndMonth;
  }

  double toRead(long bytes) {
    return bytes / TIB * tibRead;
  }
}
