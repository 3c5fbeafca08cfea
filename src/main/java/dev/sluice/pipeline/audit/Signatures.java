// SPDX-License-Identifier: Apache-2.0
package dev.sluice.pipeline.audit;

import dev.sluice.error.ErrorCode;
import dev.sluice.lake.audit.Problem;
import dev.sluice.lake.store.Chain;
import dev.sluice.promote.Decisions;
import dev.sluice.promote.Releases;
import dev.sluice.promote.Signers;
import java.util.ArrayList;
import java.util.List;

/** Looks whether decisions and releases are signed by those whom the spec lists. */
final class Signatures {
  private Signatures() {}

  /** To be called on chains that are whole. */
  static List<Problem> check(String lake, Signers signers) {
    List<Problem> problems = new ArrayList<>();
    for (Chain<?> chain : List.of(Decisions.chain(lake), Releases.chain(lake))) {
      Signers.Look look = signers.look(chain);
      look.unsigned().forEach(path -> problems.add(problem(path)));
      if (!look.unvouched().isEmpty()) {
        problems.add(problem(look.unvouched()));
      }
    }
    return problems;
  }

  private static Problem problem(String path) {
    return new Problem(
        ErrorCode.NOT_SIGNED,
        path,
        "The document is not signed by any of the spec's signers, or was changed since. Find out who wrote it; where it is older than the list of signers, the next one that is signed vouches for it.");
  }
}
