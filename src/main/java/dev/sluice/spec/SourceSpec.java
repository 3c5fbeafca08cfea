// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec;

import java.io.Serializable;
import java.util.List;

/**
 * Where a table's rows come from; paths are absolute local paths or Beam paths, and may be globs.
 */
public sealed interface SourceSpec extends Serializable {
  /** The format's name in the spec. */
  String format();

  List<String> paths();

  /** The same, but for where the rows are. */
  SourceSpec at(List<String> paths);

  /**
   * Delimited text, with a header, in UTF-8.
   *
   * @param delimiter one character
   * @param quote one character
   * @param nullValues texts that mean null when they stand unquoted
   */
  record Csv(List<String> paths, char delimiter, char quote, List<String> nullValues)
      implements SourceSpec {
    public Csv {
      paths = List.copyOf(paths);
      nullValues = List.copyOf(nullValues);
    }

    @Override
    public SourceSpec at(List<String> others) {
      return new Csv(others, delimiter, quote, nullValues);
    }

    @Override
    public String format() {
      return "csv";
    }
  }

  /** One JSON object a line. */
  record JsonLines(List<String> paths) implements SourceSpec {
    public JsonLines {
      paths = List.copyOf(paths);
    }

    @Override
    public SourceSpec at(List<String> others) {
      return new JsonLines(others);
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
}
