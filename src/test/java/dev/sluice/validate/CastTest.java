// SPDX-License-Identifier: Apache-2.0
package dev.sluice.validate;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.sluice.batch.RecordBatch;
import dev.sluice.fixture.Batches;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.spec.Contract;
import dev.sluice.sql.Kernel;
import dev.sluice.sql.KernelSettings;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

/** One value and one type at a time: the accepted value, or the code. */
class CastTest {
  private static Kernel kernel;

  @BeforeAll
  static void open() {
    kernel = Kernel.open(KernelSettings.closed());
  }

  @AfterAll
  static void close() {
    kernel.close();
  }

  @ParameterizedTest
  @CsvFileSource(resources = "/validate/text-casts.psv", delimiter = '|', quoteCharacter = '`')
  void castsTexts(String type, String text, String expected) {
    RecordBatch batch =
        Batches.of("f", List.of("v"), Batches.row(text.replace("\\n", "\n").replace("\\t", "\t")));
    assertThat(judge(batch, type), equalTo(expected));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "5::BIGINT | BIGINT | 5",
        "5::INTEGER | BIGINT | 5",
        "3000000000::BIGINT | INTEGER | NUM_RANGE",
        "18446744073709551615::UBIGINT | BIGINT | NUM_RANGE",
        "5.0::DOUBLE | BIGINT | 5",
        "5.5::DOUBLE | BIGINT | NUM_SCALE",
        "9007199254740993::BIGINT | DOUBLE | NUM_SCALE",
        "'nan'::DOUBLE | DOUBLE | nan",
        "1.234::DECIMAL(10,3) | DECIMAL(10,2) | NUM_SCALE",
        "1.230::DECIMAL(10,3) | DECIMAL(10,2) | 1.23",
        "12345::INTEGER | DECIMAL(4,0) | NUM_RANGE",
        "DATE '2024-01-01' | TIMESTAMP | 2024-01-01 00:00:00",
        "TIMESTAMP '2024-01-01 10:00:00' | DATE | NUM_SCALE",
        "TIMESTAMP '2024-01-01 00:00:00' | DATE | 2024-01-01",
        "TIMESTAMP_NS '2024-01-01 10:00:00.123456789' | TIMESTAMP | NUM_SCALE",
        "TIMESTAMP_NS '2024-01-01 10:00:00.123456' | TIMESTAMP | 2024-01-01 10:00:00.123456",
        "TIMESTAMPTZ '2024-01-01 10:00:00Z' | TIMESTAMP | TYPE_CAST",
        "TIMESTAMP '2024-01-01 10:00:00' | TIMESTAMP WITH TIME ZONE | 2024-01-01 10:00:00+00",
        "true | BIGINT | 1",
        "42 | VARCHAR | 42",
        "'abc'::BLOB | VARCHAR | abc",
        "'\\xFF'::BLOB | VARCHAR | TYPE_CAST",
        "[1, 2]::BIGINT[] | BIGINT[] | [1, 2]",
        "[1, 2]::INTEGER[] | BIGINT[] | [1, 2]",
        "[1.5]::DOUBLE[] | BIGINT[] | NUM_SCALE",
        "DATE '2024-01-01' | BIGINT | TYPE_CAST",
      })
  void castsTypedValues(String value, String type, String expected) {
    RecordBatch batch = Batches.query("SELECT 1::BIGINT AS _row, " + value + " AS v", "f").get(0);
    assertThat(judge(batch, type), equalTo(expected));
  }

  private static String judge(RecordBatch batch, String type) {
    TableSchema schema = new TableSchema(List.of(Column.of("v", type, false)));
    Subject subject = new Subject("t", schema, Contract.DEFAULT, List.of(), false);
    Judge.Judged judged = new Judge(subject).judge(kernel, batch);
    assertThat(judged.good().size() + judged.dead().size(), equalTo(1));
    String sql =
        judged.good().isEmpty()
            ? "SELECT reasons::JSON ->> '$[0].code' FROM batch"
            : "SELECT v::VARCHAR FROM batch";
    return Batches.select(sql, judged.good().isEmpty() ? judged.dead() : judged.good()).get(0);
  }
}
