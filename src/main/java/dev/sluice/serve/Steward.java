// SPDX-License-Identifier: Apache-2.0
package dev.sluice.serve;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.promote.decision.Decision;
import dev.sluice.promote.release.Release;
import dev.sluice.promote.release.Releases;
import dev.sluice.report.text.CommandName;
import dev.sluice.run.settle.Promotion;
import dev.sluice.serve.http.Incoming;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.table.log.ManifestStore;
import java.time.Clock;
import java.util.List;
import java.util.stream.Collectors;

/** Does what a person decided, as the commands do it, on what that person looked at. */
final class Steward {
  private static final int DIGEST = 64;
  private static final int LONGEST_REASON = 2000;

  private final PipelineSpec spec;
  private final String person;

  Steward(PipelineSpec spec, String person) {
    this.spec = spec;
    this.person = person;
  }

  private Promotion promotion() {
    return new Promotion(spec, Clock.systemUTC());
  }

  /** Approves a run, and releases it if that was asked for; says what was done. */
  String approve(String run, Incoming form) {
    requireLookedAt(form);
    Decision decision = promotion().approve(run, digest(form), person, why(form));
    String approved =
        "Run %d is approved by %s.".formatted(decision.subject().manifest(), decision.made().by());
    if (!form.field("then").equals("release")) {
      return approved;
    }
    try {
      return approved + "\n" + release(run);
    } catch (PipelineException e) {
      throw new PipelineException(e.code(), approved + "\n" + e.getMessage(), e);
    }
  }

  /** Releases a run that was approved. */
  String apply(String run, Incoming form) {
    requireLookedAt(form);
    return release(run);
  }

  private String release(String run) {
    Promotion promotion = promotion();
    return shows(promotion.apply(run, person), promotion);
  }

  String reject(String run, Incoming form) {
    requireSame(run, digest(form));
    Decision decision = promotion().reject(run, person, why(form));
    return "Run %d is rejected by %s. `%s` takes its input in again."
        .formatted(
            decision.subject().manifest(), decision.made().by(), CommandName.of("run --again"));
  }

  String rollBack(Incoming form) {
    requireLookedAt(form);
    if (form.number("to") == 0) {
      throw missing("Choose the release to go back to.");
    }
    Promotion promotion = promotion();
    return shows(promotion.rollback(form.number("to"), person, why(form)), promotion);
  }

  private static String shows(Release release, Promotion promotion) {
    String shown =
        "Production shows run %d, as release %d.".formatted(release.manifest(), release.number());
    List<String> left =
        promotion.unfinished().stream()
            .map(
                step ->
                    CommandName.in(
                        step.sentence("The lake shows release %d".formatted(release.number()))))
            .toList();
    return left.isEmpty() ? shown : shown + "\n" + left.stream().collect(Collectors.joining("\n"));
  }

  private static String digest(Incoming form) {
    if (form.field("digest").length() != DIGEST) {
      throw missing(
          "The form does not say which run was looked at. Open the page of the decision again.");
    }
    return form.field("digest");
  }

  private static String why(Incoming form) {
    String why = form.field("why").strip();
    if (why.isEmpty()) {
      throw missing("Say why, in a sentence, for those who come after.");
    }
    if (why.length() > LONGEST_REASON) {
      throw missing("Say why in at most %d characters.".formatted(LONGEST_REASON));
    }
    return why;
  }

  /** What a page compared is with what production showed then. */
  private void requireLookedAt(Incoming form) {
    long shown = Releases.of(spec.lake()).number();
    if (!form.field("release").equals(Long.toString(shown))) {
      throw new PipelineException(
          ErrorCode.PROMOTION_REFUSED,
          "Production shows release %d by now, and the page was made when it showed release %s. Look at it again, and decide again. Nothing was changed."
              .formatted(shown, form.field("release").isEmpty() ? "?" : form.field("release")));
    }
  }

  /** The run under a number is the one of the page: a lake may have been made anew. */
  private void requireSame(String run, String digest) {
    boolean isAnother =
        run.matches("[0-9]{1,18}")
            && ManifestStore.at(spec.lake(), Long.parseLong(run))
                .filter(there -> !there.digest().equals(digest))
                .isPresent();
    if (isAnother) {
      throw new PipelineException(
          ErrorCode.PROMOTION_REFUSED,
          "Run %s is not the one that the page showed. Look at it, and decide again. Nothing was changed."
              .formatted(run));
    }
  }

  private static PipelineException missing(String sentence) {
    return new PipelineException(ErrorCode.INVALID_VALUE, sentence + " Nothing was changed.");
  }
}
