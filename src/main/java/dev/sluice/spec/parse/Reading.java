// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.Position;
import dev.sluice.spec.yaml.Node.Scalar;
import dev.sluice.spec.yaml.Problems;
import dev.sluice.spec.yaml.Section;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What every reader of a part of the spec shares. */
record Reading(Problems problems, SpecFolder folder, NameUses uses, boolean allowsOutside) {
  Reading(Problems problems, SpecFolder folder, NameUses uses) {
    this(problems, folder, uses, false);
  }

  /** The same, as the spec says of sources that lie outside the pipeline's folder. */
  Reading allowingAsIn(Section top) {
    return new Reading(problems, folder, uses, top.isTrue("allow_outside"));
  }

  void invalid(Position position, String message) {
    problems.error(ErrorCode.INVALID_VALUE, position, message);
  }

  void invalid(Position position, String message, String suggestion) {
    problems.error(ErrorCode.INVALID_VALUE, position, message, suggestion);
  }

  /** The texts of a list, after reporting those that stand in it twice. */
  List<String> distinct(List<Scalar> list, String what) {
    Set<String> seen = new HashSet<>();
    for (Scalar item : list) {
      if (!seen.add(item.text())) {
        invalid(item.position(), what + " `" + item.text() + "` is listed twice");
      }
    }
    return list.stream().map(Scalar::text).toList();
  }
}
