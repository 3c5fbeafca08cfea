// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.bigquery.append;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.cloud.bigquery.storage.v1.ProtoRows;
import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import dev.sluice.kernel.Kernel;
import dev.sluice.kernel.KernelSettings;
import dev.sluice.schema.bigquery.BigQueryColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What a reader of protocol buffers finds in the rows. */
class RowWriterTest {
  private static RowSchema schema(String... columns) throws Exception {
    List<BigQueryColumn> all = new ArrayList<>();
    for (String column : columns) {
      int space = column.indexOf(' ');
      all.add(BigQueryColumn.of(column.substring(0, space), column.substring(space + 1)));
    }
    return RowSchema.of(all);
  }

  private static List<ProtoRows> requests(RowSchema schema, String query) throws Exception {
    List<ProtoRows> requests = new ArrayList<>();
    RowWriter writer = new RowWriter(schema, requests::add);
    try (Kernel kernel = Kernel.open(KernelSettings.closed())) {
      kernel.scan(query, writer::write);
    }
    writer.flush();
    return requests;
  }

  private static List<String> rows(RowSchema schema, String query) throws Exception {
    FileDescriptorProto file =
        FileDescriptorProto.newBuilder().setName("f").addMessageType(schema.descriptor()).build();
    Descriptor row = FileDescriptor.buildFrom(file, new FileDescriptor[0]).getMessageTypes().get(0);
    List<String> rows = new ArrayList<>();
    for (ProtoRows request : requests(schema, query)) {
      for (ByteString bytes : request.getSerializedRowsList()) {
        rows.add(text(DynamicMessage.parseFrom(row, bytes)));
      }
    }
    return rows;
  }

  private static String text(Object value) {
    if (value instanceof Message message) {
      Map<String, String> fields = new TreeMap<>();
      for (Map.Entry<FieldDescriptor, Object> field : message.getAllFields().entrySet()) {
        fields.put(field.getKey().getName(), text(field.getValue()));
      }
      return fields.toString();
    }
    if (value instanceof List<?> list) {
      return list.stream().map(RowWriterTest::text).toList().toString();
    }
    return value instanceof ByteString bytes ? bytes.size() + " bytes" : value.toString();
  }

  @Test
  void writesEachTypeAsBigQueryTakesIt() throws Exception {
    RowSchema schema =
        schema(
            "flag BOOLEAN",
            "small INTEGER",
            "large BIGINT",
            "single FLOAT",
            "price DECIMAL(12,2)",
            "wide DECIMAL(38,20)",
            "whole DECIMAL(12,2)",
            "word VARCHAR",
            "uid UUID",
            "data BLOB",
            "day DATE",
            "clock TIME",
            "civil TIMESTAMP",
            "moment TIMESTAMP WITH TIME ZONE");
    assertThat(
        rows(
            schema,
            """
            SELECT true AS FLAG, (-1)::INTEGER AS small, 9223372036854775807 AS large, 0.5::FLOAT AS single,
              -1.20::DECIMAL(12,2) AS price, 0.00000000000000000001::DECIMAL(38,20) AS wide, 7::INTEGER AS whole, 'ü' AS word,
              '00112233-4455-6677-8899-aabbccddeeff'::UUID AS uid, '\\x00\\xFF'::BLOB AS data, DATE '1969-12-31' AS day,
              TIME '01:02:03.000004' AS clock, TIMESTAMP '1969-12-31 23:59:59.999999' AS civil,
              TIMESTAMPTZ '1969-12-31 23:59:59.123456+00' AS moment\
            """),
        is(
            List.of(
                "{civil=1969-12-31T23:59:59.999999, clock=01:02:03.000004, data=2 bytes, day=-1, flag=true, large=9223372036854775807, moment=-876544, price=-1.20, single=0.5, small=-1, uid=00112233-4455-6677-8899-aabbccddeeff, whole=7, wide=0.00000000000000000001, word=ü}")));
  }

  @Test
  void carriesNoNullAndNoColumnThatAFileLacks() throws Exception {
    assertThat(
        rows(schema("a BIGINT", "b VARCHAR", "c BIGINT[]"), "SELECT NULL::BIGINT AS a, '' AS b"),
        is(List.of("{b=}")));
  }

  @Test
  void carriesListsAndRecordsInOneAnother() throws Exception {
    assertThat(
        rows(
            schema(
                "tags VARCHAR[]",
                "Row_1 BIGINT",
                "place STRUCT(city VARCHAR, at STRUCT(lat DOUBLE, lon DOUBLE))",
                "lines STRUCT(sku VARCHAR, sizes INTEGER[])[]"),
            """
            SELECT ['a', ''] AS tags, 1::BIGINT AS "Row_1", {'city': NULL::VARCHAR, 'at': {'lat': 1.5::DOUBLE, 'lon': NULL::DOUBLE}} AS place,
              [{'sku': 'x', 'sizes': [1, 2]::INTEGER[]}, {'sku': 'y', 'sizes': []}] AS lines\
            """),
        is(
            List.of(
                "{Row_1=1, lines=[{sizes=[1, 2], sku=x}, {sku=y}], place={at={lat=1.5}}, tags=[a, ]}")));
  }

  @Test
  void cutsRowsIntoRequestsThatServersTakeInTheirOrder() throws Exception {
    RowSchema schema = schema("word VARCHAR");
    List<ProtoRows> requests =
        requests(schema, "SELECT repeat('x', 10000) || range AS word FROM range(1000)");
    assertThat(requests.size(), is(4));
    assertThat(requests.stream().mapToInt(ProtoRows::getSerializedRowsCount).sum(), is(1000));
    for (ProtoRows request : requests) {
      assertThat(request.getSerializedSize(), is(lessThan(4 << 20)));
      assertThat(request.getSerializedRowsCount(), is(greaterThan(0)));
    }
  }

  @Test
  void refusesWhatRowsDoNotCarry() throws Exception {
    assertThat(
        refused(() -> rows(schema("n BIGINT[]"), "SELECT [1, NULL]::BIGINT[] AS n")),
        is("a list in `n` holds a null, which rows do not carry"));
    assertThat(
        refused(() -> rows(schema("n BIGINT"), "SELECT 'x' AS n")),
        is("a file has values of type Utf8 in `n`, which is INT64"));
    assertThat(
        refused(() -> schema("größe BIGINT")),
        is("rows carry no column of the name `größe`: letters of English, digits and `_` alone"));
    assertThat(
        refused(() -> rows(schema("w VARCHAR"), "SELECT repeat('x', 10000000) AS w")),
        is("a row has 10,000,005 bytes, and a request takes 9,437,184"));
  }

  private interface Work {
    Object run() throws Exception;
  }

  private static String refused(Work work) {
    return assertThrows(NotAppendableException.class, work::run).getMessage();
  }
}
