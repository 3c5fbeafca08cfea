// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.table;

import dev.sluice.spec.receive.InboxSettings;
import dev.sluice.spec.receive.Receiver;
import dev.sluice.spec.topic.MessageMeta;
import dev.sluice.spec.topic.TopicCluster;
import dev.sluice.spec.topic.TopicReading;
import dev.sluice.spec.unit.JsonPath;
import dev.sluice.spec.unit.Trim;
import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a table's rows come from; paths are absolute local paths or Beam paths, and may be globs.
 */
public sealed interface SourceSpec extends Serializable {
  /** The format's name in the spec. */
  String format();

  List<String> paths();

  /** What a file of it may ask for. */
  default Limits limits() {
    return Limits.DEFAULT;
  }

  /**
   * Bounds on what a text file may ask for, so that a broken or hostile one cannot exhaust a
   * worker.
   *
   * @param record bytes of one record; a longer one is a dead letter
   * @param ratio how many times longer than its stored bytes a compressed file may become
   */
  record Limits(int record, int ratio) implements Serializable {
    public static final Limits DEFAULT = new Limits(4 << 20, 200);
  }

  /** In which encoding the text is. */
  default String encoding() {
    return UTF_8;
  }

  /** The encoding of texts that say nothing else. */
  String UTF_8 = "UTF-8";

  /**
   * How the lines of a delimited text are laid out.
   *
   * @param skip lines at the top of each file that are neither header nor rows
   * @param header whether the next line names the columns; else they are called by their places
   * @param trim which blanks belong to no value
   */
  record Lines(int skip, boolean header, Trim trim) implements Serializable {
    public static final Lines PLAIN = new Lines(0, true, Trim.NONE);

    /** The same without what stands before a header. */
    public Lines fromHeader() {
      return new Lines(0, true, trim);
    }
  }

  /** The same, but for where the rows are. */
  SourceSpec at(List<String> paths);

  /** How a single record is read: as its files are, or of a topic as its messages are. */
  default SourceSpec record() {
    return this;
  }

  /** How people call an origin in short: a file by its name, a partition with its topic. */
  static String shortName(String origin) {
    int slash = origin.lastIndexOf('/');
    return origin.substring(
        (MessageLog.isOrigin(origin) ? origin.lastIndexOf('/', slash - 1) : slash) + 1);
  }

  /** The columns that do not come from a record itself, but from what is known beside it. */
  default Set<String> beside() {
    return Set.of();
  }

  /**
   * Delimited text.
   *
   * @param delimiter one character
   * @param quote one character
   * @param nullValues texts that mean null when they stand unquoted
   * @param quotedNull whether they mean null in quotes too
   * @param lines where the rows begin, and what belongs to values
   * @param encoding as Java names it
   * @param escape what makes the character behind it an ordinary one; null for none
   */
  record Csv(
      List<String> paths,
      char delimiter,
      char quote,
      List<String> nullValues,
      boolean quotedNull,
      Limits limits,
      Lines lines,
      String encoding,
      @Nullable Character escape)
      implements SourceSpec {
    public Csv {
      paths = List.copyOf(paths);
      nullValues = List.copyOf(nullValues);
    }

    /** Quotes make a text of every value, and the limits are those by default. */
    public Csv(List<String> paths, char delimiter, char quote, List<String> nullValues) {
      this(paths, delimiter, quote, nullValues, false, Limits.DEFAULT);
    }

    /** UTF-8, with a header in the first line. */
    public Csv(
        List<String> paths,
        char delimiter,
        char quote,
        List<String> nullValues,
        boolean quotedNull,
        Limits limits) {
      this(paths, delimiter, quote, nullValues, quotedNull, limits, Lines.PLAIN, UTF_8, null);
    }

    /** The same for text that begins with a header. */
    public Csv fromHeader() {
      return lined(lines.fromHeader());
    }

    /** The same with other lines. */
    public Csv lined(Lines others) {
      return new Csv(
          paths, delimiter, quote, nullValues, quotedNull, limits, others, encoding, escape);
    }

    /** The same in another encoding. */
    public Csv in(String other) {
      return new Csv(paths, delimiter, quote, nullValues, quotedNull, limits, lines, other, escape);
    }

    /** The same with another escape character. */
    public Csv escaped(@Nullable Character other) {
      return new Csv(
          paths, delimiter, quote, nullValues, quotedNull, limits, lines, encoding, other);
    }

    @Override
    public SourceSpec at(List<String> others) {
      return new Csv(
          others, delimiter, quote, nullValues, quotedNull, limits, lines, encoding, escape);
    }

    @Override
    public String format() {
      return "csv";
    }
  }

  /**
   * Where the objects stand that are records of JSON.
   *
   * @param isDocument whether they stand in documents of any layout; else each fills a line
   * @param keys that lead from the top of a document to a list of records, or to one
   */
  record Records(boolean isDocument, List<String> keys) implements Serializable {
    public static final Records LINES = new Records(false, List.of());

    public Records {
      keys = List.copyOf(keys);
    }

    /** As the spec says it. */
    public String spelled() {
      return isDocument ? JsonPath.spell(keys) : "lines";
    }
  }

  /** Objects of JSON. */
  record Json(List<String> paths, Records records, Limits limits, String encoding)
      implements SourceSpec {
    public Json {
      paths = List.copyOf(paths);
    }

    /** One object a line. */
    public Json(List<String> paths) {
      this(paths, Limits.DEFAULT);
    }

    /** One object a line, in UTF-8. */
    public Json(List<String> paths, Limits limits) {
      this(paths, Records.LINES, limits, UTF_8);
    }

    /** The same with records in other places. */
    public Json of(Records others) {
      return new Json(paths, others, limits, encoding);
    }

    /** The same in another encoding. */
    public Json in(String other) {
      return new Json(paths, records, limits, other);
    }

    @Override
    public SourceSpec at(List<String> others) {
      return new Json(others, records, limits, encoding);
    }

    @Override
    public String format() {
      return "json";
    }
  }

  /** Avro object container files. */
  record Avro(List<String> paths) implements SourceSpec {
    public Avro {
      paths = List.copyOf(paths);
    }

    @Override
    public SourceSpec at(List<String> others) {
      return new Avro(others);
    }

    @Override
    public String format() {
      return "avro";
    }
  }

  /** Parquet files. */
  record Parquet(List<String> paths) implements SourceSpec {
    public Parquet {
      paths = List.copyOf(paths);
    }

    @Override
    public SourceSpec at(List<String> others) {
      return new Parquet(others);
    }

    @Override
    public String format() {
      return "parquet";
    }
  }

  /** Records that are not looked into: of a topic alone. */
  record Bytes() implements SourceSpec {
    /** The column that holds them. */
    public static final String COLUMN = "value";

    @Override
    public List<String> paths() {
      return List.of();
    }

    @Override
    public SourceSpec at(List<String> others) {
      return this;
    }

    @Override
    public String format() {
      return "bytes";
    }
  }

  /**
   * What a message is.
   *
   * @param value how its value is read, as a record of a file would be
   * @param columns of delimited text: the columns of each message, in their order
   * @param schema of Avro: the schema that all were written with, as JSON; empty with a registry
   * @param registry of Avro: the address of who knows schemas by number; empty for nobody
   */
  record Messages(SourceSpec value, List<String> columns, String schema, String registry)
      implements Serializable {
    public Messages {
      columns = List.copyOf(columns);
    }
  }

  /** A source whose records are messages of logs, each known by its offset. */
  sealed interface MessageLog extends SourceSpec {
    Messages messages();

    /** What of a message, beside its value, columns of the table hold, by their names. */
    Map<String, MessageMeta> meta();

    /** What messages mean that went before a run read them. */
    TopicReading.Gap gap();

    TopicReading.Tombstones tombstones();

    /** Whether an origin is a log, whose messages are numbered by their offsets. */
    static boolean isOrigin(String path) {
      return path.startsWith(TopicCluster.SCHEME) || path.startsWith(Received.SCHEME);
    }

    @Override
    default SourceSpec at(List<String> others) {
      return this;
    }

    @Override
    default SourceSpec record() {
      return messages().value();
    }

    @Override
    default Set<String> beside() {
      return meta().keySet();
    }
  }

  /** Messages of topics of Apache Kafka, or of all that a pattern with {@code *} names. */
  record Kafka(
      List<String> topics,
      TopicCluster cluster,
      Messages messages,
      TopicReading reading,
      Map<String, MessageMeta> meta)
      implements MessageLog {
    public Kafka {
      topics = List.copyOf(topics);
      meta = Collections.unmodifiableMap(new LinkedHashMap<>(meta));
    }

    @Override
    public List<String> paths() {
      return topics.stream().map(topic -> cluster.address() + "/" + topic).toList();
    }

    @Override
    public TopicReading.Gap gap() {
      return reading.gap();
    }

    @Override
    public TopicReading.Tombstones tombstones() {
      return reading.tombstones();
    }

    @Override
    public Limits limits() {
      return new Limits(reading.maxRecord(), Limits.DEFAULT.ratio());
    }

    @Override
    public String format() {
      return "kafka";
    }
  }

  /** Messages that are given once, and so land in the lake before they are acknowledged. */
  record Received(
      Receiver receiver, Messages messages, InboxSettings inbox, Map<String, MessageMeta> meta)
      implements MessageLog {
    /** Begins every origin in an inbox. */
    public static final String SCHEME = "inbox:";

    public Received {
      meta = Collections.unmodifiableMap(new LinkedHashMap<>(meta));
    }

    @Override
    public List<String> paths() {
      return List.of(receiver.address());
    }

    @Override
    public TopicReading.Gap gap() {
      return inbox.gap();
    }

    @Override
    public TopicReading.Tombstones tombstones() {
      return inbox.tombstones();
    }

    @Override
    public Limits limits() {
      return new Limits(inbox.maxRecord(), Limits.DEFAULT.ratio());
    }

    @Override
    public String format() {
      return receiver.kind();
    }
  }
}
