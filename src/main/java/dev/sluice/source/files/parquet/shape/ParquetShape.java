// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.parquet.shape;

import dev.sluice.batch.RawNames;
import dev.sluice.source.files.parquet.encoding.ParquetBroken;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.SchemaElement;

/**
 * What a column, or a part of one, is: a value, a struct, a list or a map.
 *
 * @param leaf which of the file's leaves, or the first of those that are below
 * @param def the level from which on it is not null
 * @param rep how many lists it stands in
 * @param base the level from which on there is a place for it, null or not
 * @param inner of a list or map: the level from which on it has an element
 */
public record ParquetShape(
    Kind kind,
    String name,
    SchemaElement element,
    int leaf,
    int def,
    int rep,
    int base,
    int inner,
    List<ParquetShape> parts) {

  private static final Map<String, String> WELL_KNOWN =
      Map.of("ARROW:extension:name", "geoarrow.wkb", "ARROW:extension:metadata", "{}");

  public enum Kind {
    VALUE,
    STRUCT,
    LIST,
    MAP
  }

  /** All values below, in order. */
  public Stream<ParquetShape> leaves() {
    return kind == Kind.VALUE ? Stream.of(this) : parts.stream().flatMap(ParquetShape::leaves);
  }

  /** The columns of a file. */
  public static List<ParquetShape> of(List<SchemaElement> schema) {
    Parser parser = new Parser(schema);
    List<ParquetShape> columns = new ArrayList<>();
    for (int i = 0; i < schema.get(0).getNum_children(); i++) {
      columns.add(parser.field(0, 0, 0));
    }
    return columns;
  }

  /** The type of its vector; values are as {@code types} says. */
  public Field field(ParquetType.Choice types) {
    return field(RawNames.of(name), types);
  }

  private Field field(String as, ParquetType.Choice types) {
    return switch (kind) {
      case VALUE -> new Field(as, value(types.of(this).arrow()), null);
      case STRUCT ->
          new Field(
              as,
              FieldType.nullable(new ArrowType.Struct()),
              parts.stream().map(part -> part.field(part.name, types)).toList());
      case LIST ->
          new Field(
              as,
              FieldType.nullable(new ArrowType.List()),
              List.of(parts.get(0).field("item", types)));
      case MAP -> map(as, types);
    };
  }

  /** What a kernel knows as more than its bytes has a name for it. */
  private FieldType value(ArrowType type) {
    boolean isPlace =
        element.isSetLogicalType()
            && (element.getLogicalType().isSetGEOMETRY()
                || element.getLogicalType().isSetGEOGRAPHY());
    return isPlace ? new FieldType(true, type, null, WELL_KNOWN) : FieldType.nullable(type);
  }

  private Field map(String as, ParquetType.Choice types) {
    Field key = parts.get(0).field("key", types);
    Field entry =
        new Field(
            MapVector.DATA_VECTOR_NAME,
            FieldType.notNullable(new ArrowType.Struct()),
            List.of(
                new Field("key", FieldType.notNullable(key.getType()), key.getChildren()),
                parts.get(1).field("value", types)));
    return new Field(as, FieldType.nullable(new ArrowType.Map(false)), List.of(entry));
  }

  /** Goes through a schema once; levels are those of what stands around an element. */
  private static final class Parser {
    private final List<SchemaElement> schema;
    private int at = 1;
    private int leaf;

    Parser(List<SchemaElement> schema) {
      this.schema = schema;
    }

    /** A field as it is declared: there, perhaps there, or repeated. */
    ParquetShape field(int def, int rep, int base) {
      SchemaElement element = schema.get(at);
      if (element.getRepetition_type() == FieldRepetitionType.REPEATED) {
        int first = leaf;
        ParquetShape item = content(def + 1, rep + 1, def + 1);
        return list(element, first, new int[] {def, rep, base}, item);
      }
      boolean isOptional = element.getRepetition_type() == FieldRepetitionType.OPTIONAL;
      return content(isOptional ? def + 1 : def, rep, base);
    }

    private static ParquetShape list(
        SchemaElement element, int first, int[] levels, ParquetShape item) {
      return new ParquetShape(
          Kind.LIST,
          element.getName(),
          element,
          first,
          levels[0],
          levels[1],
          levels[2],
          levels[0] + 1,
          List.of(item));
    }

    /** What an element is apart from whether it is there; levels are its own. */
    private ParquetShape content(int def, int rep, int base) {
      SchemaElement element = schema.get(at++);
      if (element.isSetType()) {
        return shape(Kind.VALUE, element, leaf++, new int[] {def, rep, base}, List.of());
      }
      int[] levels = {def, rep, base};
      boolean isOne = element.getNum_children() == 1 && isRepeated(schema.get(at));
      if (isOne && isMap(element)) {
        return map(element, levels);
      }
      return isOne && isList(element) ? listed(element, levels) : struct(element, levels);
    }

    private static boolean isRepeated(SchemaElement element) {
      return element.getRepetition_type() == FieldRepetitionType.REPEATED;
    }

    private static boolean isMap(SchemaElement element) {
      return element.isSetLogicalType() && element.getLogicalType().isSetMAP()
          || element.getConverted_type() == ConvertedType.MAP
          || element.getConverted_type() == ConvertedType.MAP_KEY_VALUE;
    }

    private static boolean isList(SchemaElement element) {
      return element.isSetLogicalType() && element.getLogicalType().isSetLIST()
          || element.getConverted_type() == ConvertedType.LIST;
    }

    private ParquetShape struct(SchemaElement element, int[] levels) {
      int first = leaf;
      List<ParquetShape> parts = new ArrayList<>();
      Set<String> names = new HashSet<>();
      for (int i = 0; i < element.getNum_children(); i++) {
        ParquetShape part = field(levels[0], levels[1], levels[2]);
        parts.add(part);
        ParquetBroken.require(
            names.add(part.name.toLowerCase(Locale.ROOT)),
            "field " + part.name + " of " + element.getName() + " stands twice");
      }
      ParquetBroken.require(!parts.isEmpty(), element.getName() + " has no fields");
      return shape(Kind.STRUCT, element, first, levels, parts);
    }

    private static ParquetShape shape(
        Kind kind, SchemaElement element, int leaf, int[] levels, List<ParquetShape> parts) {
      return new ParquetShape(
          kind, element.getName(), element, leaf, levels[0], levels[1], levels[2], 0, parts);
    }

    /** A list; old writers leave out the group between it and its elements. */
    private ParquetShape listed(SchemaElement element, int[] levels) {
      int first = leaf;
      SchemaElement repeated = schema.get(at);
      int inner = levels[0] + 1;
      boolean isElement =
          repeated.isSetType()
              || repeated.getNum_children() != 1
              || isRepeated(schema.get(at + 1))
              || repeated.getName().equals("array")
              || repeated.getName().equals(element.getName() + "_tuple");
      ParquetShape item;
      if (isElement) {
        item = content(inner, levels[1] + 1, inner);
      } else {
        at++;
        item = field(inner, levels[1] + 1, inner);
      }
      return list(element, first, levels, item);
    }

    /** A map; one whose entries have no values is a list of its keys. */
    private ParquetShape map(SchemaElement element, int[] levels) {
      SchemaElement entry = schema.get(at);
      boolean isEntry = !entry.isSetType() && entry.getNum_children() <= 2;
      if (!isEntry) {
        return struct(element, levels);
      }
      int first = leaf;
      at++;
      int inner = levels[0] + 1;
      ParquetShape key = field(inner, levels[1] + 1, inner);
      if (entry.getNum_children() == 1) {
        return list(element, first, levels, key);
      }
      ParquetShape value = field(inner, levels[1] + 1, inner);
      return new ParquetShape(
          Kind.MAP,
          element.getName(),
          element,
          first,
          levels[0],
          levels[1],
          levels[2],
          inner,
          List.of(key, value));
    }
  }
}
