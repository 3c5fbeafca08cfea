// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lake;

import java.io.Serializable;

/** What a step tells the commit; a manifest is made of facts and nothing else. */
public sealed interface Fact extends Serializable {
  String table();

  /** A source file was read to its end. */
  record Read(String table, TableState.SourceFile file) implements Fact {}

  /** A file is live after this run. */
  record Live(DataFile file) implements Fact {
    @Override
    public String table() {
      return file.table();
    }
  }

  /** Rows went somewhere. */
  record Counted(String table, Tally tally, long rows) implements Fact {}

  /** Rows broke a rule that only warns. */
  record Warned(String table, String rule, long rows) implements Fact {}

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
    FILTERED
  }
}
