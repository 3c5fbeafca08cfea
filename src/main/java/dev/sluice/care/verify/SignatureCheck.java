// SPDX-License-Identifier: Apache-2.0
package dev.sluice.care.verify;

import dev.sluice.care.document.LakeProblem;
import dev.sluice.error.ErrorCode;
import dev.sluice.promote.decision.Decisions;
import dev.sluice.promote.release.Releases;
import dev.sluice.promote.sign.Signers;
import dev.sluice.store.document.Chain;
import java.util.ArrayList;
import java.util.List;

/** Looks whether decisions and releases are signed by those whom the spec lists. */
final class SignatureCheck {
  private SignatureCheck() {}

  /** To be called on chains that are whole. */
  static List<LakeProblem> check(String lake, Signers signers) {
    List<LakeProblem> problems = new ArrayList<>();
    for (Chain<?> chain : List.of(Decisions.chain(lake), Releases.chain(lake))) {
      Signers.Look look = signers.look(chain);
      look.unsigned().forEach(path -> problems.add(problem(path)));
      if (!look.unvouched().isEmpty()) {
        problems.add(problem(look.unvouched()));
      }
    }
    return problems;
  }

  private static LakeProblem problem(String path) {
    return new LakeProblem(
        ErrorCode.NOT_SIGNED,
        path,
        "The document is not signed by any of the spec's signers, or was changed since. Find out who wrote it; where it is older than the list of signers, the next one that is signed vouches for it.");
  }
}
