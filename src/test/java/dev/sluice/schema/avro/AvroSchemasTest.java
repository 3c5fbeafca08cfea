// SPDX-License-Identifier: Apache-2.0
package dev.sluice.schema.avro;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;

import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.schema.Column;
import dev.sluice.schema.TypeKeywords;
import dev.sluice.schema.form.Sourcing;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AvroSchemasTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'boolean' | BOOLEAN",
        "'int' | INTEGER",
        "'long' | BIGINT",
        "'float' | FLOAT",
        "'double' | DOUBLE",
        "'string' | VARCHAR",
        "'bytes' | BLOB",
        "{'type':'int','logicalType':'date'} | DATE",
        "{'type':'int','logicalType':'time-millis'} | TIME",
        "{'type':'long','logicalType':'time-micros'} | TIME",
        "{'type':'long','logicalType':'timestamp-millis'} | TIMESTAMP WITH TIME ZONE",
        "{'type':'long','logicalType':'timestamp-micros'} | TIMESTAMP WITH TIME ZONE",
        "{'type':'long','logicalType':'local-timestamp-millis'} | TIMESTAMP",
        "{'type':'long','logicalType':'local-timestamp-micros'} | TIMESTAMP",
        "{'type':'bytes','logicalType':'decimal','precision':12,'scale':2} | DECIMAL(12,2)",
        "{'type':'bytes','logicalType':'decimal','precision':38} | DECIMAL(38,0)",
        "{'type':'fixed','name':'d','size':16,'logicalType':'decimal','precision':38,'scale':9}"
            + " | DECIMAL(38,9)",
        "{'type':'string','logicalType':'uuid'} | UUID",
        "{'type':'string','logicalType':'of-somebody'} | VARCHAR",
        "{'type':'string','java-class':'java.io.File'} | VARCHAR",
        "{'type':'array','items':['null','long']} | BIGINT[]",
        "{'type':'map','values':{'type':'array','items':'int'}} | MAP(VARCHAR, INTEGER[])",
        "{'type':'record','name':'p','fields':[{'name':'x','type':'int'},"
            + "{'name':'order','type':['null','string']}]} | STRUCT(x INTEGER, \"order\" VARCHAR)",
      })
  void mapsTypes(String avro, String type) throws Exception {
    Column column = only(avro);
    assertThat(column, equalTo(new Column("f", type, false, List.of(), false, column.nested())));
    try (Kernel kernel = Kernel.open(KernelSettings.closed())) {
      List<String> spelled = kernel.rows("SELECT typeof(NULL::" + type + ")", r -> r.getString(1));
      assertThat(spelled, contains(type));
    }
  }

  @Test
  void quotesWhatTheKernelQuotes() throws Exception {
    try (Kernel kernel = Kernel.open(KernelSettings.closed())) {
      List<String> words =
          kernel.rows("SELECT keyword_name FROM duckdb_keywords()", r -> r.getString(1));
      for (String word : words) {
        assertThat(TypeKeywords.quote(word), equalTo('"' + word + '"'));
      }
    }
  }

  @Test
  void readsNullableEnumAndPersonalData() {
    AvroSchemas.Read read =
        AvroSchemas.parse(
            record(
                "{'name':'a','type':['null','long'],'default':null},"
                    + "{'name':'b','type':['string','null'],'pii':true},"
                    + "{'name':'c','type':{'type':'enum','name':'e','symbols':['X','Y']}},"
                    + "{'name':'d','type':{'type':'record','name':'p','fields':"
                    + "[{'name':'mail','type':'string','pii':true}]}}"));
    assertThat(read.problems(), empty());
    assertThat(
        read.schema().columns(),
        contains(
            Column.of("a", "BIGINT", true).sourced(Sourcing.of(List.of(), "null")),
            new Column("b", "VARCHAR", true, List.of(), true),
            new Column("c", "VARCHAR", false, List.of("X", "Y"), false),
            new Column(
                "d",
                "STRUCT(mail VARCHAR)",
                false,
                List.of(),
                true,
                List.of(new Column("mail", "VARCHAR", false, List.of(), true)))));
  }

  @Test
  void keepsWhatTheContractSaysInsideAColumn() {
    AvroSchemas.Read read =
        AvroSchemas.parse(
            record(
                "{'name':'l','type':{'type':'array','items':['null',{'type':'map','values':'int'}]}},"
                    + "{'name':'r','type':['null',{'type':'record','name':'p','fields':["
                    + "{'name':'k','type':{'type':'enum','name':'e','symbols':['X','Y']}},"
                    + "{'name':'order','type':['null','string']}]}]}"));
    assertThat(read.problems(), empty());
    Column number = Column.of(Column.VALUE, "INTEGER", false);
    Column map =
        new Column(Column.ITEM, "MAP(VARCHAR, INTEGER)", true, List.of(), false, List.of(number));
    Column symbol = new Column("k", "VARCHAR", false, List.of("X", "Y"), false);
    assertThat(
        read.schema().columns(),
        contains(
            new Column("l", "MAP(VARCHAR, INTEGER)[]", false, List.of(), false, List.of(map)),
            new Column(
                "r",
                "STRUCT(k VARCHAR, \"order\" VARCHAR)",
                true,
                List.of(),
                false,
                List.of(symbol, Column.of("order", "VARCHAR", true)))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "['int','string'] | Field 'f' is a union other than [null, T]; give it one type.",
        "['null'] | Field 'f' is a union other than [null, T]; give it one type.",
        "'null' | Field 'f' is always null; give it a type, or leave it out.",
        "{'type':'fixed','name':'x','size':4} | Field 'f' is of type fixed; use bytes, or a"
            + " decimal.",
        "{'type':'fixed','name':'x','size':12,'logicalType':'duration'} | Field 'f' is a duration;"
            + " use a long of seconds, or a string.",
        "{'type':'long','logicalType':'timestamp-nanos'} | Field 'f' is a timestamp-nanos; use"
            + " timestamp-micros.",
        "{'type':'bytes','logicalType':'decimal','precision':39} | Field 'f' is a decimal of"
            + " precision 39; use at most 38, or a string.",
        "{'type':'bytes','logicalType':'decimal','precision':4,'scale':5} | Field 'f' is a decimal"
            + " on bytes without a valid precision and scale; use bytes, precision from 1 to 38"
            + " and scale from 0 to the precision.",
        "{'type':'string','logicalType':'date'} | Field 'f' is a date on string, where Avro does"
            + " not allow it.",
        "{'type':'array','items':['int','long']} | Field 'f[]' is a union other than [null, T];"
            + " give it one type.",
        "['null','t'] | Field 'f' is a 't' inside itself; a table cannot hold recursion.",
        "{'type':'record','name':'p','fields':[]} | Field 'f' is a record without fields; leave it"
            + " out.",
        "{'type':'enum','name':'e','symbols':[]} | Field 'f' is an enum without symbols, so that no"
            + " value fits; name them.",
        "{'type':'long','logicalType':'timestamp-milis'} | Field 'f' is a 'timestamp-milis', which"
            + " Avro does not know; did you mean `timestamp-millis`?",
        "['null','int'],'default':3 | Field 'f' has a default that is not of the first type of its"
            + " union; put that first.",
        "['int','null'],'default':null | Field 'f' has a default that is not of the first type of"
            + " its union; put that first.",
        "{'type':'enum','name':'e','symbols':['A']},'default':'Z' | Field 'f' has the default Z,"
            + " which is none of its symbols.",
        "'long','logicalType':'timestamp-millis' | Field 'f' has its logicalType beside its type;"
            + " put it inside the type.",
        "'bytes','default':'\\u00ff' | Field 'f' has a default of bytes beyond ASCII; leave it"
            + " out.",
        "'int','aliases':[' '] | Field 'f' has an alias without a name.",
        "{'type':'record','name':'p','fields':[{'name':'a','type':'int','aliases':['b']},"
            + "{'name':'b','type':'int'}]} | Field 'f.a' has the alias 'b', by which field 'f.b' is"
            + " read; leave one out.",
      })
  void saysWhatATableCannotHold(String avro, String problem) {
    AvroSchemas.Read read = AvroSchemas.parse(record("{'name':'f','type':" + avro + "}"));
    assertThat(read.problems(), contains(problem));
    assertThat(read.schema().columns(), empty());
  }

  @Test
  void saysAllProblemsOfNamesAtOnce() {
    AvroSchemas.Read read =
        AvroSchemas.parse(
            record(
                "{'name':'Id','type':'int'},{'name':'id','type':'int'},"
                    + "{'name':'__row','type':'int'},{'name':'"
                    + "n".repeat(64)
                    + "','type':'int'},{'name':'x','type':'int','pii':'yes'}"));
    assertThat(read.problems(), hasSize(4));
    assertThat(
        read.problems().get(0),
        equalTo("Field 'id' equals field 'Id' but for letter case; rename one of them."));
    assertThat(read.problems().get(1), startsWith("Field '__row' cannot be a column's name;"));
    assertThat(read.problems().get(2), startsWith("Field 'nnn"));
    assertThat(
        read.problems().get(3), equalTo("Field 'x' says \"pii\": yes; write true or false."));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "null",
        "42",
        "[]",
        "{}",
        "{\"type\":\"record\"}",
        "{\"type\":\"record\",\"name\":\"t\"}",
        "{\"type\":\"record\",\"name\":\"t\",\"fields\":{}}",
        "{\"type\":\"record\",\"name\":\"t\",\"fields\":[1]}",
        "{\"type\":\"record\",\"name\":\"t\",\"fields\":[]}",
        "{\"type\":\"record\",\"name\":\"t\",\"fields\":[{\"name\":\"a$\",\"type\":\"int\"}]}",
        "{\"type\":\"record\",\"name\":\"t\",\"fields\":[{\"name\":\"a\",\"type\":\"no\"}]}",
        "{\"type\":\"enum\",\"name\":\"t\",\"symbols\":[\"A\"]}",
      })
  void turnsWhatIsNoRecordIntoOneProblem(String json) {
    assertThat(AvroSchemas.parse(json).problems(), hasSize(1));
  }

  @Test
  void survivesDeepNesting() {
    String deep = "{\"type\":\"array\",\"items\":".repeat(100_000);
    assertThat(AvroSchemas.parse(deep).problems(), hasSize(1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'int' | 3 | 3",
        "['null','int'] | null | null",
        "'double' | 1.5 | 1.5",
        "'string' | 'a' | 'a'",
        "'boolean' | true | true",
        "{'type':'int','logicalType':'date'} | 19000 | '2022-01-08'",
        "{'type':'int','logicalType':'time-millis'} | 1 | '00:00:00.001'",
        "{'type':'long','logicalType':'timestamp-micros'} | -1 | '1969-12-31T23:59:59.999999Z'",
        "{'type':'long','logicalType':'local-timestamp-millis'} | 1 | '1970-01-01T00:00:00.001'",
        "{'type':'bytes','logicalType':'decimal','precision':4,'scale':2} | '\\u0096' | '-1.06'",
        "{'type':'map','values':['null','int']} | {} | {}",
        "{'type':'array','items':'int'} | [1,2] | [1,2]",
      })
  void spellsDefaultsAsASourceWould(String type, String value, String spelled) {
    AvroSchemas.Read read =
        AvroSchemas.parse(record("{'name':'f','type':" + type + ",'default':" + value + "}"));
    assertThat(read.problems(), empty());
    assertThat(read.schema().columns().get(0).fallback(), equalTo(spelled.replace('\'', '"')));
  }

  private static Column only(String avro) {
    AvroSchemas.Read read = AvroSchemas.parse(record("{'name':'f','type':" + avro + "}"));
    assertThat(read.problems(), empty());
    return read.schema().columns().get(0);
  }

  private static String record(String fields) {
    return ("{'type':'record','name':'t','fields':[" + fields + "]}").replace('\'', '"');
  }
}
