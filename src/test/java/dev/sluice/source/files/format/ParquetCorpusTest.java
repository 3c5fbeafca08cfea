// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.format;

import static dev.sluice.source.files.format.HandParquet.ints;
import static dev.sluice.source.files.format.HandParquet.levels;
import static org.apache.parquet.format.FieldRepetitionType.OPTIONAL;
import static org.apache.parquet.format.FieldRepetitionType.REPEATED;
import static org.apache.parquet.format.FieldRepetitionType.REQUIRED;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.source.files.avro.Read;
import dev.sluice.source.files.open.FileReaders;
import dev.sluice.source.files.position.RecordPosition;
import dev.sluice.spec.table.SourceSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.parquet.format.BsonType;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.DateType;
import org.apache.parquet.format.DecimalType;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.EnumType;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Float16Type;
import org.apache.parquet.format.IntType;
import org.apache.parquet.format.JsonType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.MicroSeconds;
import org.apache.parquet.format.MilliSeconds;
import org.apache.parquet.format.NanoSeconds;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.StringType;
import org.apache.parquet.format.TimeType;
import org.apache.parquet.format.TimeUnit;
import org.apache.parquet.format.TimestampType;
import org.apache.parquet.format.Type;
import org.apache.parquet.format.UUIDType;
import org.apache.parquet.format.VariantType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** The situations that public collections of Parquet files show, each made anew. */
class ParquetCorpusTest {
  private static final SourceSpec PARQUET = new SourceSpec.Parquet(List.of());
  private static final TimeUnit MILLIS = TimeUnit.MILLIS(new MilliSeconds());
  private static final TimeUnit MICROS = TimeUnit.MICROS(new MicroSeconds());
  private static final TimeUnit NANOS = TimeUnit.NANOS(new NanoSeconds());

  private static final Map<String, LogicalType> MEANINGS =
      Map.ofEntries(
          Map.entry("string", LogicalType.STRING(new StringType())),
          Map.entry("enum", LogicalType.ENUM(new EnumType())),
          Map.entry("json", LogicalType.JSON(new JsonType())),
          Map.entry("bson", LogicalType.BSON(new BsonType())),
          Map.entry("uuid", LogicalType.UUID(new UUIDType())),
          Map.entry("float16", LogicalType.FLOAT16(new Float16Type())),
          Map.entry("date", LogicalType.DATE(new DateType())),
          Map.entry("int8", LogicalType.INTEGER(new IntType((byte) 8, true))),
          Map.entry("int16", LogicalType.INTEGER(new IntType((byte) 16, true))),
          Map.entry("uint8", LogicalType.INTEGER(new IntType((byte) 8, false))),
          Map.entry("uint16", LogicalType.INTEGER(new IntType((byte) 16, false))),
          Map.entry("uint32", LogicalType.INTEGER(new IntType((byte) 32, false))),
          Map.entry("uint64", LogicalType.INTEGER(new IntType((byte) 64, false))),
          Map.entry("time millis", LogicalType.TIME(new TimeType(false, MILLIS))),
          Map.entry("time micros", LogicalType.TIME(new TimeType(false, MICROS))),
          Map.entry("time nanos", LogicalType.TIME(new TimeType(false, NANOS))),
          Map.entry("instant millis", LogicalType.TIMESTAMP(new TimestampType(true, MILLIS))),
          Map.entry("instant micros", LogicalType.TIMESTAMP(new TimestampType(true, MICROS))),
          Map.entry("instant nanos", LogicalType.TIMESTAMP(new TimestampType(true, NANOS))),
          Map.entry("local millis", LogicalType.TIMESTAMP(new TimestampType(false, MILLIS))),
          Map.entry("local micros", LogicalType.TIMESTAMP(new TimestampType(false, MICROS))),
          Map.entry("local nanos", LogicalType.TIMESTAMP(new TimestampType(false, NANOS))));

  @TempDir Path folder;

  private List<String> read(byte[] content, String select) throws IOException {
    Path file = Files.write(folder.resolve("a.parquet"), content);
    List<String> rows = new ArrayList<>();
    try (FileReader reader =
        FileReaders.open(Read.wanted(PARQUET), Read.input(file), RecordPosition.START)) {
      for (boolean isLast = false; !isLast; ) {
        Chunk chunk = reader.next();
        if (chunk.rows() != null) {
          rows.addAll(Read.select(select, chunk.rows()));
        }
        isLast = chunk.isLast();
      }
    }
    return rows;
  }

  private String refuse(byte[] content) {
    PipelineException e = assertThrows(PipelineException.class, () -> read(content, "SELECT 1"));
    assertThat(e.getMessage(), e.code(), equalTo(ErrorCode.FILE_CORRUPT));
    assertThat(e.getMessage(), containsString(folder.resolve("a.parquet") + " cannot be read"));
    assertThat(
        e.getMessage(),
        containsString("Get or write the file anew, or move it out of the source's paths."));
    return e.getMessage();
  }

  private static void mean(SchemaElement leaf, String meaning) {
    String[] words = meaning.split(" ");
    if (words[0].equals("decimal")) {
      int scale = Integer.parseInt(words[2]);
      int precision = Integer.parseInt(words[1]);
      leaf.setLogicalType(LogicalType.DECIMAL(new DecimalType(scale, precision)));
    } else if (words[0].equals("interval")) {
      leaf.setConverted_type(ConvertedType.INTERVAL);
    } else if (!meaning.equals("none")) {
      leaf.setLogicalType(MEANINGS.get(meaning));
    }
  }

  /** Bytes as they are stored, what they mean, and what is read: a type and a text. */
  @ParameterizedTest
  @CsvFileSource(resources = "/corpus/parquet-types.psv", delimiter = '|', quoteCharacter = '`')
  void readsEveryTypeAsItIs(
      String stored, String meaning, String bytes, String type, String expected)
      throws IOException {
    Type physical = Type.valueOf(stored);
    byte[] value = HexFormat.of().parseHex(bytes.replace(" ", ""));
    HandParquet file = new HandParquet(1);
    file.leaf(
        "v",
        physical,
        REQUIRED,
        leaf -> {
          mean(leaf, meaning);
          if (physical == Type.FIXED_LEN_BYTE_ARRAY) {
            leaf.setType_length(value.length);
          }
        });
    byte[] length = physical == Type.BYTE_ARRAY ? ints(value.length) : new byte[0];
    byte[] content = file.page("v", physical, 1, length, value).write(1);
    assertThat(
        read(content, "SELECT typeof(v) || ' ' || v::VARCHAR FROM batch"),
        contains(type + " " + expected));
  }

  /** The shape of a list or a map as writers old and new say it. */
  private static HandParquet listed(Consumer<SchemaElement> outer) {
    return new HandParquet(1).group("l", OPTIONAL, outer.andThen(e -> e.setNum_children(1)));
  }

  @Test
  void readsListsOfTwoAndThreeLevels() throws IOException {
    Consumer<SchemaElement> list = e -> e.setConverted_type(ConvertedType.LIST);
    byte[] two =
        listed(list)
            .leaf("array", Type.INT32, REPEATED, e -> {})
            .page("l/array", Type.INT32, 4, levels(0, 1, 0, 0), levels(2, 2, 1, 0), ints(1, 2))
            .write(3);
    assertThat(
        read(two, "SELECT _row, typeof(l), l::VARCHAR FROM batch"),
        contains("1|INTEGER[]|[1, 2]", "2|INTEGER[]|[]", "3|INTEGER[]|∅"));
    byte[] three =
        listed(list)
            .group("list", REPEATED, e -> e.setNum_children(1))
            .leaf("element", Type.INT32, OPTIONAL, e -> {})
            .page(
                "l/list/element",
                Type.INT32,
                5,
                levels(0, 1, 1, 0, 0),
                levels(3, 2, 3, 1, 0),
                ints(1, 2))
            .write(3);
    assertThat(
        read(three, "SELECT _row, typeof(l), l::VARCHAR FROM batch"),
        contains("1|INTEGER[]|[1, NULL, 2]", "2|INTEGER[]|[]", "3|INTEGER[]|∅"));
  }

  @Test
  void readsRepeatedFieldsThatAreCalledNoList() throws IOException {
    byte[] plain =
        new HandParquet(1)
            .leaf("v", Type.INT32, REPEATED, e -> {})
            .page("v", Type.INT32, 4, levels(0, 1, 0, 0), levels(1, 1, 0, 1), ints(1, 2, 3))
            .write(3);
    assertThat(
        read(plain, "SELECT _row, typeof(v), v::VARCHAR FROM batch"),
        contains("1|INTEGER[]|[1, 2]", "2|INTEGER[]|[]", "3|INTEGER[]|[3]"));
    byte[] group =
        new HandParquet(1)
            .group("g", REPEATED, e -> e.setNum_children(2))
            .leaf("x", Type.INT32, REQUIRED, e -> {})
            .leaf("y", Type.INT32, REQUIRED, e -> {})
            .page("g/x", Type.INT32, 3, levels(0, 1, 0), levels(1, 1, 0), ints(1, 2))
            .page("g/y", Type.INT32, 3, levels(0, 1, 0), levels(1, 1, 0), ints(3, 4))
            .write(2);
    assertThat(
        read(group, "SELECT _row, typeof(g), g::VARCHAR FROM batch"),
        contains(
            "1|STRUCT(x INTEGER, y INTEGER)[]|[{'x': 1, 'y': 3}, {'x': 2, 'y': 4}]",
            "2|STRUCT(x INTEGER, y INTEGER)[]|[]"));
  }

  @Test
  void readsMapsOfOldWriters() throws IOException {
    Consumer<SchemaElement> map = e -> e.setConverted_type(ConvertedType.MAP_KEY_VALUE);
    byte[] old =
        listed(map)
            .group("map", REPEATED, e -> e.setNum_children(2))
            .leaf("key", Type.INT32, OPTIONAL, e -> {})
            .leaf("value", Type.INT32, OPTIONAL, e -> {})
            .page("l/map/key", Type.INT32, 3, levels(0, 1, 0), levels(3, 3, 0), ints(1, 2))
            .page("l/map/value", Type.INT32, 3, levels(0, 1, 0), levels(3, 2, 0), ints(7))
            .write(2);
    assertThat(
        read(old, "SELECT _row, typeof(l), l::VARCHAR FROM batch"),
        contains("1|MAP(INTEGER, INTEGER)|{1=7, 2=NULL}", "2|MAP(INTEGER, INTEGER)|∅"));
    byte[] noValue =
        listed(map)
            .group("map", REPEATED, e -> e.setNum_children(1))
            .leaf("key", Type.INT32, REQUIRED, e -> {})
            .page("l/map/key", Type.INT32, 1, levels(0), levels(2), ints(1))
            .write(1);
    assertThat(
        read(noValue, "SELECT _row, typeof(l), l::VARCHAR FROM batch"),
        contains("1|INTEGER[]|[1]"));
  }

  @Test
  void givesTimestampsOf96BitsInsideOfOthersAsTheyAre() throws IOException {
    byte[] noon = HexFormat.of().parseHex("0080A7484A2700008C3D2500");
    byte[] late = noon.clone();
    late[0]++;
    byte[] content =
        new HandParquet(1)
            .group("s", REQUIRED, e -> e.setNum_children(1))
            .leaf("t", Type.INT96, REQUIRED, e -> {})
            .page("s/t", Type.INT96, 2, noon, late)
            .write(2);
    assertThat(
        read(content, "SELECT _row, typeof(s), s::VARCHAR FROM batch"),
        contains(
            "1|STRUCT(t TIMESTAMP)|{'t': '1970-01-01 12:00:00'}",
            "2|STRUCT(t VARCHAR)|{'t': '1970-01-01 12:00:00.000000001'}"));
    byte[] beyond = noon.clone();
    beyond[11] = (byte) 0xF9;
    byte[] far =
        new HandParquet(1)
            .leaf("t", Type.INT96, REQUIRED, e -> {})
            .page("t", Type.INT96, 2, noon, beyond)
            .write(2);
    assertThat(
        read(far, "SELECT _row, typeof(t), t::VARCHAR FROM batch"),
        contains("1|TIMESTAMP|1970-01-01 12:00:00", "2|VARCHAR|319573-10-19 (BC) 12:00:00"));
  }

  @Test
  void givesVariantsAsTextsHoweverTheyAreStored() throws IOException {
    byte[] names = {1, 0, 0};
    byte[] list = HexFormat.of().parseHex("0302000204" + "0C01" + "0561");
    byte[] content =
        listed(e -> e.setLogicalType(LogicalType.VARIANT(new VariantType())))
            .leaf("metadata", Type.BYTE_ARRAY, REQUIRED, e -> {})
            .leaf("value", Type.BYTE_ARRAY, OPTIONAL, e -> {})
            .leaf("typed_value", Type.INT32, OPTIONAL, e -> {})
            .footer(meta -> meta.getSchema().get(1).setNum_children(3))
            .page("l/metadata", Type.BYTE_ARRAY, 3, levels(1, 1, 0), ints(3), names, ints(3), names)
            .page("l/value", Type.BYTE_ARRAY, 3, levels(2, 1, 0), ints(list.length), list)
            .page("l/typed_value", Type.INT32, 3, levels(1, 2, 0), ints(7))
            .write(3);
    assertThat(
        read(content, "SELECT _row, typeof(l), l FROM batch"),
        contains("1|VARCHAR|[1,\"a\"]", "2|VARCHAR|7", "3|VARCHAR|∅"));
  }

  @Test
  void readsBytesThatAreSplitIntoStreams() throws IOException {
    byte[] content =
        new HandParquet(1)
            .leaf("v", Type.FIXED_LEN_BYTE_ARRAY, REQUIRED, leaf -> leaf.setType_length(2))
            .pages(page -> page.getData_page_header().setEncoding(Encoding.BYTE_STREAM_SPLIT))
            .page("v", Type.FIXED_LEN_BYTE_ARRAY, 2, new byte[] {'A', 'C', 'B', 'D'})
            .write(2);
    assertThat(read(content, "SELECT v::VARCHAR FROM batch"), contains("AB", "CD"));
  }

  private HandParquet one() throws IOException {
    return new HandParquet(1).leaf("v", Type.INT32, REQUIRED, e -> {});
  }

  @Test
  void readsFilesWithoutRows() throws IOException {
    byte[] none = one().footer(meta -> meta.setRow_groups(List.of())).write(0);
    assertThat(read(none, "SELECT * FROM batch"), empty());
    byte[] nowhere =
        one().page("v", Type.INT32, 0).footer(meta -> data(meta).setData_page_offset(0)).write(0);
    assertThat(read(nowhere, "SELECT * FROM batch"), empty());
  }

  @Test
  void refusesPagesThatAreNotWhatTheySay() throws IOException {
    byte[] checksum =
        one().pages(page -> page.setCrc(1)).page("v", Type.INT32, 2, ints(1, 2)).write(2);
    assertThat(refuse(checksum), containsString("a page of column v of row group 0 does not"));
    byte[] huge =
        one()
            .pages(page -> page.setUncompressed_page_size(Integer.MAX_VALUE))
            .page("v", Type.INT32, 2, ints(1, 2))
            .write(2);
    assertThat(refuse(huge), containsString("read as Parquet"));
  }

  @Test
  void refusesFootersThatContradictTheFile() throws IOException {
    check(meta -> meta.setNum_rows(3), "do not have the rows that its footer says");
    check(meta -> meta.getRow_groups().get(0).setNum_rows(-1), "a negative count of rows");
    check(meta -> data(meta).setData_page_offset(9999), "column v of row group 0 lies outside");
    check(meta -> data(meta).setData_page_offset(0), "column v of row group 0 lies outside");
    check(meta -> data(meta).setTotal_compressed_size(1L << 40), "row group 0 lies outside of it");
    check(meta -> data(meta).setNum_values(1L << 40), "has no header that can be read");
    check(meta -> data(meta).setCodec(CompressionCodec.GZIP), "read as Parquet");
    check(meta -> meta.getSchema().get(0).setNum_children(1 << 30), "its schema is broken");
    check(meta -> meta.getRow_groups().get(0).setColumns(List.of()), "row group 0 lacks columns");
  }

  private void check(Consumer<FileMetaData> change, String what) throws IOException {
    byte[] content = one().page("v", Type.INT32, 2, ints(1, 2)).footer(change).write(2);
    assertThat(refuse(content), containsString(what));
  }

  private static ColumnMetaData data(FileMetaData meta) {
    return meta.getRow_groups().get(0).getColumns().get(0).getMeta_data();
  }

  @Test
  void refusesWhatEndsOtherwiseThanParquet() throws IOException {
    byte[] whole = one().page("v", Type.INT32, 2, ints(1, 2)).write(2);
    assertThat(refuse(Arrays.copyOf(whole, whole.length - 1)), containsString("it may be cut"));
    assertThat(refuse(Arrays.copyOf(whole, 11)), containsString("it is too short"));
    assertThat(refuse(new byte[0]), containsString("it is too short"));
    byte[] magic = whole.clone();
    magic[magic.length - 2]++;
    assertThat(refuse(magic), containsString("it does not end as one"));
  }
}
