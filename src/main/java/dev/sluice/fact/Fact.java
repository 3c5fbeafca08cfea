// SPDX-License-Identifier: Apache-2.0
package dev.sluice.fact;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.sluice.table.DataFile;
import dev.sluice.table.Verdict;
import dev.sluice.table.notes.SourceFile;
import dev.sluice.table.time.Watermark;
import java.io.Serializable;
import java.util.List;

/** What a step tells the commit; a manifest is made of facts and nothing else. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "fact")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Fact.Read.class, name = "read"),
  @JsonSubTypes.Type(value = Fact.Announced.class, name = "announced"),
  @JsonSubTypes.Type(value = Fact.Live.class, name = "live"),
  @JsonSubTypes.Type(value = Fact.Gone.class, name = "gone"),
  @JsonSubTypes.Type(value = Fact.Counted.class, name = "counted"),
  @JsonSubTypes.Type(value = Fact.Computed.class, name = "computed"),
  @JsonSubTypes.Type(value = Fact.Described.class, name = "described"),
  @JsonSubTypes.Type(value = Fact.Reached.class, name = "reached"),
  @JsonSubTypes.Type(value = Fact.Passed.class, name = "passed"),
  @JsonSubTypes.Type(value = Fact.Warned.class, name = "warned"),
  @JsonSubTypes.Type(value = Fact.Differed.class, name = "differed"),
  @JsonSubTypes.Type(value = Fact.Judged.class, name = "judged")
})
public sealed interface Fact extends Serializable {
  String table();

  /** A source file was read to its end. */
  record Read(String table, SourceFile file) implements Fact {}

  /** What the sender of a table's files says of their rows, for one check. */
  record Announced(String table, String check, ControlCounts counts) implements Fact {}

  /** A file is live after this run. */
  record Live(DataFile file) implements Fact {
    @Override
    public String table() {
      return file.table();
    }
  }

  /** A file that was live before this run is not live after it. */
  record Gone(DataFile file) implements Fact {
    @Override
    public String table() {
      return file.table();
    }
  }

  /** Rows went somewhere. */
  record Counted(String table, Tally tally, long rows) implements Fact {}

  /** How much of an incremental model was computed, as people read it. */
  record Computed(String table, String extent) implements Fact {}

  /** Where the statistics of a table's new files are, added up. */
  record Described(String table, String path) implements Fact {}

  /** The greatest cursor value of some valid rows of a source file, as text. */
  record Reached(String table, String source, String value) implements Fact {}

  /** How far the event time of a table came. */
  record Passed(String table, Watermark watermark) implements Fact {}

  /**
   * Rows broke a rule that only warns.
   *
   * @param examples the first of them, by what they say
   */
  record Warned(String table, String rule, long rows, List<Verdict.Row> examples) implements Fact {
    public Warned {
      examples = List.copyOf(examples);
    }
  }

  /**
   * Rows that are good had values that their contract does not take as they are.
   *
   * @param field as the source calls it, or the column; empty for those that are named no more
   */
  record Differed(String table, Difference difference, String field, long values) implements Fact {}

  /** How a source differs from the contract. */
  enum Difference {
    /** The contract does not name the field. */
    UNKNOWN_FIELD,
    /** The value is not of its column's type. */
    TYPE
  }

  /** Something was judged. */
  record Judged(Verdict verdict) implements Fact {
    @Override
    public String table() {
      return verdict.table();
    }
  }

  /** Where rows went. */
  enum Tally {
    /** Records that could not be read as rows; dead letters as well. */
    MALFORMED,
    /** Dead letters of any stage. */
    DEAD,
    /** Rows that passed validation. */
    VALID,
    /** Rows a model's statement saw. */
    SEEN,
    PUBLISHED,
    DEDUPLICATED,
    /** Keys that are not in their table any more; the rows that say so are published as well. */
    DELETED,
    /** Rows of earlier runs that went, for those that were read in their place. */
    REPLACED,
    /** Rows that a model's WHERE left out, or that lie outside the cursor's bounds. */
    FILTERED
  }
}
