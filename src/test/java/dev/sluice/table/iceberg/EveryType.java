// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table.iceberg;

import static dev.sluice.table.iceberg.TableLab.column;

import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import java.util.ArrayList;
import java.util.List;

/** A table with a column of every type. */
final class EveryType {
  private static final String COLUMNS =
      """
      b BOOLEAN|i INTEGER|l BIGINT|f FLOAT|d DOUBLE|n DOUBLE|e DECIMAL(9,2)|g DECIMAL(18,3)|h DECIMAL(38,1)
      |s VARCHAR|y BLOB|u UUID|da DATE|t TIME|ts TIMESTAMP|tz TIMESTAMP WITH TIME ZONE|none VARCHAR
      |st STRUCT(a INTEGER, "B c" VARCHAR)|li STRUCT(x INTEGER)[]|ma MAP(VARCHAR, INTEGER[])""";

  /** Two rows of it. */
  static final String ROWS =
      """
      SELECT true AS b, 1::INTEGER AS i, 5000000000 AS l, -1.5::FLOAT AS f, 0.0::DOUBLE AS d, 'NaN'::DOUBLE AS n,
        1.25::DECIMAL(9,2) AS e, -7.125::DECIMAL(18,3) AS g, -123456789012345678901234567890.1::DECIMAL(38,1) AS h,
        'it''s' AS s, 'ab'::BLOB AS y, '00000000-0000-0000-0000-000000000001'::UUID AS u, DATE '2020-02-29' AS da,
        TIME '01:02:03.000004' AS t, TIMESTAMP '2020-01-01 00:00:00.000001' AS ts,
        TIMESTAMPTZ '2020-01-01 00:00:00+00' AS tz, NULL::VARCHAR AS none, {'a': 7, 'B c': 'z'} AS st,
        [{'x': 1}, {'x': NULL}] AS li, MAP {'k': [1, 2]} AS ma
      UNION ALL
      SELECT false, NULL, 3, 2.5, 1.0, 2.0, 0.00, 7.125, 123456789012345678901234567890.1,
        repeat('z', 40), '\\xFF\\xFF'::BLOB, NULL, DATE '1969-12-31', TIME '00:00:00', TIMESTAMP '1969-01-01',
        TIMESTAMPTZ '2021-01-01 00:00:00+00', NULL, {'a': NULL, 'B c': 'y'}, [], NULL""";

  private EveryType() {}

  static TableSchema contract() {
    List<Column> columns = new ArrayList<>();
    for (String each : COLUMNS.replace("\n", "").split("\\|")) {
      int space = each.indexOf(' ');
      columns.add(column(each.substring(0, space), each.substring(space + 1)));
    }
    return new TableSchema(columns);
  }
}
