// SPDX-License-Identifier: Apache-2.0
package dev.sluice.validate;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.sluice.batch.RecordBatch;
import dev.sluice.fixture.Batches;
import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.schema.Column;
import dev.sluice.schema.TableSchema;
import dev.sluice.spec.table.Contract;
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
        "make_timestamp_ns(9223372036854775806) | TIMESTAMP | NUM_SCALE",
        "make_timestamp_ns(-9223372036854775300) | TIMESTAMP | NUM_SCALE",
        "TIMESTAMP_NS '2024-01-01 10:00:00.123456' | TIMESTAMP WITH TIME ZONE | 2024-01-01 10:00:00.123456+00",
        "TIMESTAMP_NS '2024-01-01 10:00:00.123456789' | TIMESTAMP WITH TIME ZONE | NUM_SCALE",
        "TIMESTAMPTZ_NS '2024-01-01 10:00:00.123456Z' | TIMESTAMP WITH TIME ZONE | 2024-01-01 10:00:00.123456+00",
        "TIMESTAMPTZ_NS '2024-01-01 10:00:00.123456789Z' | TIMESTAMP WITH TIME ZONE | NUM_SCALE",
        "[TIMESTAMP_NS '2024-01-01 10:00:00.123456789'] | TIMESTAMP[] | NUM_SCALE",
        "[TIMESTAMP_NS '2024-01-01 10:00:00.123456'] | TIMESTAMP[] | ['2024-01-01 10:00:00.123456']",
        "[TIMESTAMPTZ_NS '2024-01-01 10:00:00.123456789Z'] | TIMESTAMP WITH TIME ZONE[] | NUM_SCALE",
        "['1970-01-01 00:00:00.000001001'] | TIMESTAMP[] | NUM_SCALE",
        "['1970-01-01 00:00:00.000001001'] | TIMESTAMP WITH TIME ZONE[] | NUM_SCALE",
        "{'t': '1970-01-01 00:00:00.000001001'} | STRUCT(t TIMESTAMP) | NUM_SCALE",
        "MAP {'k': ['1970-01-01 00:00:00.000001001']} | MAP(VARCHAR, TIMESTAMP[]) | NUM_SCALE",
        "{'t': TIMESTAMP_NS '1970-01-01 00:00:00.000001'} | STRUCT(t TIMESTAMP) | {'t': '1970-01-01 00:00:00.000001'}",
        "{'t': TIME_NS '10:00:00.123456789'} | STRUCT(t TIME) | NUM_SCALE",
        "'1970-01-01 00:00:00.000001001' | TIMESTAMP WITH TIME ZONE | NUM_SCALE",
        "['52895-01-26 00:00:04.294967296'] | TIMESTAMP[] | NUM_SCALE",
        "'52895-01-26 00:00:04.294967296' | TIMESTAMP | NUM_SCALE",
        "'5877642-06-25 (BC) 00:00:00.000000001' | TIMESTAMP | NUM_SCALE",
        "'5877642-06-25 (BC) 00:00:00' | TIMESTAMP | TS_RANGE",
        "['0044-03-15 (BC) 00:00:00'] | TIMESTAMP[] | TS_RANGE",
        "TIME_NS '10:00:00.123456' | TIME | 10:00:00.123456",
        "TIME_NS '10:00:00.123456789' | TIME | NUM_SCALE",
        "[TIME_NS '10:00:00.123456789'] | TIME[] | NUM_SCALE",
        "[TIME_NS '10:00:00.123456'] | TIME[] | ['10:00:00.123456']",
        "9223372036854775807::UBIGINT | BIGINT | 9223372036854775807",
        "9223372036854775808::UBIGINT | BIGINT | NUM_RANGE",
        "18446744073709551615::UBIGINT | DECIMAL(20,0) | 18446744073709551615",
        "18446744073709551615::UBIGINT | DECIMAL(19,0) | NUM_RANGE",
        "18446744073709551615::UBIGINT | VARCHAR | 18446744073709551615",
        "[18446744073709551615::UBIGINT] | BIGINT[] | NUM_RANGE",
        "[18446744073709551615::UBIGINT] | DECIMAL(20,0)[] | [18446744073709551615]",
        "255::UTINYINT | INTEGER | 255",
        "65535::USMALLINT | INTEGER | 65535",
        "4294967295::UINTEGER | INTEGER | NUM_RANGE",
        "4294967295::UINTEGER | BIGINT | 4294967295",
        "1.5::FLOAT | DOUBLE | 1.5",
        "0.1::FLOAT | DOUBLE | 0.10000000149011612",
        "UUID '00112233-4455-6677-8899-aabbccddeeff' | UUID | 00112233-4455-6677-8899-aabbccddeeff",
        "UUID '00112233-4455-6677-8899-aabbccddeeff' | VARCHAR | 00112233-4455-6677-8899-aabbccddeeff",
        "INTERVAL '1 month 2 days' | VARCHAR | 1 month 2 days",
        "INTERVAL '1 month 2 days' | BIGINT | TYPE_CAST",
        "'{\"a\": 1}'::JSON | VARCHAR | {\"a\": 1}",
        "12.34::DECIMAL(4,2) | DECIMAL(38,10) | 12.3400000000",
        "-12.34::DECIMAL(18,2) | DECIMAL(9,2) | -12.34",
        "99999999999999999999.99::DECIMAL(38,2) | DECIMAL(9,2) | NUM_RANGE",
        "concat('a', chr(0), 'b') | VARCHAR | ENC_NUL",
        "concat('a', chr(0), 'b') | BLOB | ENC_NUL",
        "'a\\x00b'::BLOB | VARCHAR | ENC_NUL",
        "['x', concat('a', chr(0))] | VARCHAR[] | ENC_NUL",
        "MAP {concat('a', chr(0)): 'b'} | MAP(VARCHAR, VARCHAR) | ENC_NUL",
        "MAP {'a': chr(0)} | MAP(VARCHAR, VARCHAR) | ENC_NUL",
        "MAP {'a': 'b'} | MAP(VARCHAR, VARCHAR) | {a=b}",
        "{'s': chr(0)} | STRUCT(s VARCHAR) | ENC_NUL",
      })
  void castsTypedValues(String value, String type, String expected) {
    RecordBatch batch = Batches.query("SELECT 1::BIGINT AS _row, " + value + " AS v", "f").get(0);
    assertThat(judge(batch, type), equalTo(expected));
  }

  private static String judge(RecordBatch batch, String type) {
    TableSchema schema = new TableSchema(List.of(Column.of("v", type, false)));
    RowContract subject = new RowContract("t", schema, Contract.DEFAULT, List.of(), false);
    RowValidator.Judged judged = new RowValidator(subject).judge(kernel, batch);
    assertThat(judged.good().size() + judged.dead().size(), equalTo(1));
    String sql =
        judged.good().isEmpty()
            ? "SELECT reasons::JSON ->> '$[0].code' FROM batch"
            : "SELECT v::VARCHAR FROM batch";
    return Batches.select(sql, judged.good().isEmpty() ? judged.dead() : judged.good()).get(0);
  }
}
