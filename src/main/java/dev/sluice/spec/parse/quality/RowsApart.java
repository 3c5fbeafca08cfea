// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse.quality;

import dev.sluice.error.issue.Position;
import dev.sluice.spec.parse.context.SpecContext;
import dev.sluice.spec.yaml.Node.Scalar;
import dev.sluice.spec.yaml.Section;

/** Whether the rows that come with a run can be told from those that are there. */
enum RowsApart {
  /** A run adds files of its own rows, or puts them in the place of all. */
  APART("", ""),
  /** A run writes files anew in which rows of a key are replaced. */
  MERGED(
      "`rows: new` is of tables that append or replace: after `load: merge`, the rows that came stand in files with earlier ones",
      "leave `rows` out, or check a model of the rows of the last days"),
  /** A run computes rows of a model that were there already. */
  COMPUTED(
      "`rows: new` is of tables that append or replace: a run computes the rows of a model, and not only new ones",
      "leave `rows` out; to compare what is new, let the model read the rows of the last days only");

  private final String why;
  private final String instead;

  RowsApart(String why, String instead) {
    this.why = why;
    this.instead = instead;
  }

  /** Those of a table or model. */
  static RowsApart of(Section table) {
    if (!table.has("source")) {
      return COMPUTED;
    }
    boolean isMerged = table.node("load") instanceof Scalar load && load.text().equals("merge");
    return isMerged ? MERGED : APART;
  }

  /** Reports that they cannot be told, where somebody asks for them. */
  void require(Position asked, SpecContext reading) {
    if (this != APART) {
      reading.invalid(asked, why, instead);
    }
  }
}
