// SPDX-License-Identifier: Apache-2.0
package dev.sluice.explain.cause;

import dev.sluice.spec.table.SourceSpec;
import dev.sluice.spec.table.TableSpec;
import java.util.List;
import java.util.OptionalLong;

/** Reads source files once more, to see what advice would do to them. */
public interface Rereading {
  /** Where nobody can look. */
  Rereading NONE =
      new Rereading() {
        @Override
        public boolean isBetter(TableSpec table, SourceSpec other, String file) {
          return false;
        }

        @Override
        public OptionalLong line(TableSpec table, String file, long record) {
          return OptionalLong.empty();
        }

        @Override
        public List<String> encodings(String file) {
          return List.of();
        }
      };

  /**
   * Whether all of a file, read as another source says, has fewer dead records, and every row that
   * is good now as it is. False where the file is gone, or too long to look.
   */
  boolean isBetter(TableSpec table, SourceSpec other, String file);

  /** The line on which a record of a file begins; empty where it is not known. */
  OptionalLong line(TableSpec table, String file, long record);

  /**
   * In which encodings the lines of a file may be that are no UTF-8: one where that is clear, else
   * the likeliest first; none where nobody can look.
   */
  List<String> encodings(String file);
}
