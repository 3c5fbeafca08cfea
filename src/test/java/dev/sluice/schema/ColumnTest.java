// SPDX-License-Identifier: Apache-2.0
package dev.sluice.schema;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import dev.sluice.schema.form.Sourcing;
import dev.sluice.schema.form.TextForm;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Digests of definitions are made of a column's text: what it says decides what is read again. */
class ColumnTest {
  @Test
  void spellsAColumnAsEarlierReleasesDid() {
    Column column = Column.of("a", "BIGINT", true);
    assertThat(
        column.toString(),
        equalTo(
            "Column[name=a, type=BIGINT, nullable=true, symbols=[], pii=false, nested=[],"
                + " aliases=[], fallback=null]"));
    assertThat(column.saying("new words").toString(), equalTo(column.toString()));
  }

  @Test
  void spellsWhatChangesTheRows() {
    Column plain = Column.of("a", "DATE", true);
    TextForm form = new TextForm(List.of("%Y"), "", "", List.of(), List.of(), List.of("NA"));
    Column read = plain.sourced(new Sourcing(List.of("A"), List.of(), true, null, form));
    assertThat(
        read.toString(),
        equalTo(
            "Column[name=a, type=DATE, nullable=true, symbols=[], pii=false, nested=[], aliases=[],"
                + " fallback=null, from=[A], exact, format='%Y', null_values='NA']"));
    assertThat(read.toString(), not(equalTo(plain.toString())));
    assertThat(read.stored(), equalTo(plain));
  }
}
