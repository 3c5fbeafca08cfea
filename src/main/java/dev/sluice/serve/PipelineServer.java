// SPDX-License-Identifier: Apache-2.0
package dev.sluice.serve;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.ErrorKind;
import dev.sluice.error.PipelineException;
import dev.sluice.error.Unexpected;
import dev.sluice.explain.advice.SpecSource;
import dev.sluice.metrics.RunMetrics;
import dev.sluice.promote.PromotionPlan;
import dev.sluice.promote.RunStandings;
import dev.sluice.report.html.HtmlText;
import dev.sluice.report.run.page.StoredPage;
import dev.sluice.report.text.CommandName;
import dev.sluice.run.settle.Promotion;
import dev.sluice.serve.http.Answer;
import dev.sluice.serve.http.Incoming;
import dev.sluice.serve.http.LocalServer;
import dev.sluice.serve.page.DecisionPage;
import dev.sluice.serve.page.LetterList;
import dev.sluice.serve.page.ReleaseList;
import dev.sluice.serve.page.RunList;
import dev.sluice.serve.page.ServedPage;
import dev.sluice.spec.Parsed;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.parse.folder.SpecEdits;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.Manifest.Outcome;
import dev.sluice.table.log.ManifestStore;
import dev.sluice.table.log.ManifestStore.Committed;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a browser is shown of a pipeline. */
public final class PipelineServer {
  private static final int MOST_TOLD = 100;
  private static final String TOLD = "told";
  private static final Logger LOG = LoggerFactory.getLogger(PipelineServer.class);

  private final Supplier<Served> served;
  private final String person;
  private final String base;
  private final WarehouseAnswers answers = new WarehouseAnswers();
  private final Map<String, String> told = new LinkedHashMap<>();
  private final Map<Incoming, Answer> decided = new LinkedHashMap<>();
  private final Set<String> lakes = ConcurrentHashMap.newKeySet();
  private long tellings;

  /**
   * A pipeline, as its files are now.
   *
   * @param source the author's files
   * @param parser reads the spec as its files would say it with edits
   */
  public record Served(PipelineSpec spec, SpecSource source, Function<SpecEdits, Parsed> parser) {}

  private PipelineServer(Supplier<Served> served, String person, String base) {
    this.served = served;
    this.person = person;
    this.base = base;
  }

  /**
   * Begins to show a pipeline.
   *
   * @param served asked for each request, so that nothing is decided by a spec of yesterday
   * @param person who is recorded to decide
   * @param port 0 for any that is free
   */
  public static LocalServer start(Supplier<Served> served, String person, int port) {
    return LocalServer.start(port, base -> new PipelineServer(served, person, base)::answer);
  }

  private Answer answer(Incoming request) {
    ServedPage frame = new ServedPage(base, "");
    try {
      Served now = served.get();
      frame = new ServedPage(base, now.spec().name());
      requireLake(now.spec().lake());
      return request.isPost() ? done(now, request) : shown(frame, now, request);
    } catch (RuntimeException e) {
      PipelineException trouble = Unexpected.of(e);
      if (trouble.code() == ErrorCode.INTERNAL) {
        LOG.warn("A page could not be made", e);
      }
      return Answer.page(
          status(trouble.code()),
          frame.refusal(trouble.code().name(), CommandName.in(trouble.getMessage())));
    }
  }

  /**
   * A lake that is gone, with its disk or for good, must not look like one that holds no run yet.
   */
  private void requireLake(String lake) {
    if (ManifestStore.newest(lake).isPresent()) {
      boolean unused = lakes.add(lake);
    } else if (lakes.contains(lake)) {
      throw new PipelineException(
          ErrorCode.LAKE_READ,
          "The lake %s holds no run any more, and held some before: is its disk there? Where it was removed on purpose, start `sluice serve` again."
              .formatted(lake));
    }
  }

  private static int status(ErrorCode code) {
    if (code == ErrorCode.UNKNOWN_NAME) {
      return 404;
    }
    if (code == ErrorCode.PROMOTION_REFUSED || code == ErrorCode.NOT_SIGNED) {
      return 409;
    }
    return code.kind() == ErrorKind.USER ? 400 : 500;
  }

  private Answer shown(ServedPage frame, Served now, Incoming request) {
    List<String> path = request.path();
    PipelineSpec spec = now.spec();
    if (path.isEmpty()) {
      return page(
          frame,
          request,
          "runs",
          new RunList(
                  frame, RunStandings.of(spec.lake(), spec.publish().expireAfter(), Instant.now()))
              .of(spec.lake(), request.number("upto")));
    }
    return switch (path.get(0) + path.size()) {
      case "metrics1" -> metrics(spec.lake());
      case "letters1" ->
          page(frame, request, "dead letters", new LetterList(frame, spec, asked(request)).body());
      case "releases1" -> releases(frame, spec, request);
      case "runs2" -> run(frame, now, path.get(1));
      case "runs3" -> path.get(2).equals("plan") ? plan(frame, spec, request) : absent();
      default -> absent();
    };
  }

  private Answer page(ServedPage frame, Incoming request, String title, HtmlText body) {
    return Answer.page(frame.of(title, said(request.field(TOLD)), body));
  }

  private static LetterList.Asked asked(Incoming request) {
    return new LetterList.Asked(
        request.field("run"),
        request.field("table"),
        request.field("reason"),
        request.field("all").equals("1"),
        Math.min(request.number("page"), 1_000_000));
  }

  private Answer releases(ServedPage frame, PipelineSpec spec, Incoming request) {
    Promotion promotion = new Promotion(spec, Clock.systemUTC());
    return page(
        frame,
        request,
        "releases",
        new ReleaseList(frame).of(promotion.releases(), promotion.unfinished()));
  }

  private static Answer run(ServedPage frame, Served now, String name) {
    Manifest run = StoredPage.named(now.spec(), name);
    StoredPage stored = new StoredPage(now.spec(), run);
    stored.bringUpToDate(now.source(), now.parser(), false);
    return Answer.page(
        frame.run(
            stored.content(),
            StoredPage.name(run),
            run.run().id(),
            run.outcome() == Outcome.STAGED));
  }

  private Answer plan(ServedPage frame, PipelineSpec spec, Incoming request) {
    String run = request.path().get(1);
    Promotion promotion = new Promotion(spec, Clock.systemUTC());
    PromotionPlan plan = promotion.plan(run);
    DecisionPage page =
        new DecisionPage(
            frame,
            plan,
            answers.of(spec, promotion, plan).orElse(null),
            person,
            ManifestStore.newest(spec.lake()).map(Manifest::number).orElse(0L));
    return page(frame, request, "run " + run + ": decide", page.body());
  }

  private static Answer metrics(String lake) {
    String type = "text/plain; version=0.0.4; charset=utf-8";
    return ManifestStore.newest(lake)
        .map(
            run ->
                Answer.text(
                    type,
                    RunMetrics.text(run, ManifestStore.latest(lake).map(Committed::manifest))))
        .orElse(Answer.text(type, ""));
  }

  private static Answer absent() {
    throw new PipelineException(ErrorCode.UNKNOWN_NAME, "There is no such page.");
  }

  /**
   * One thing after the other: two clicks are not two decisions, and the second is told what came
   * of the first.
   */
  private synchronized Answer done(Served now, Incoming request) {
    Answer before = decided.get(request);
    if (before != null) {
      return before;
    }
    Answer answer = decide(now, request);
    if (!request.path().contains("ask")) {
      decided.put(request, answer);
      dropOldest(decided);
    }
    return answer;
  }

  private static void dropOldest(Map<?, ?> kept) {
    if (kept.size() > MOST_TOLD) {
      kept.remove(kept.keySet().iterator().next());
    }
  }

  private Answer decide(Served now, Incoming request) {
    List<String> path = request.path();
    Steward steward = new Steward(now.spec(), person);
    answers.forget();
    if (path.equals(List.of("releases", "rollback"))) {
      return tell("releases", steward.rollBack(request));
    }
    if (path.size() != 3 || !path.get(0).equals("runs")) {
      return absent();
    }
    String run = path.get(1);
    if (path.get(2).equals("ask")) {
      return Answer.goTo("%s/runs/%s/plan".formatted(base, run));
    }
    String what =
        switch (path.get(2)) {
          case "approve" -> steward.approve(run, request);
          case "apply" -> steward.apply(run, request);
          case "reject" -> steward.reject(run, request);
          default -> throw new PipelineException(ErrorCode.UNKNOWN_NAME, "There is no such form.");
        };
    return tell("runs/" + run + "/plan", what);
  }

  private Answer tell(String place, String what) {
    synchronized (told) {
      String id = Long.toString(++tellings);
      told.put(id, what);
      dropOldest(told);
      return Answer.goTo("%s/%s?%s=%s".formatted(base, place, TOLD, id));
    }
  }

  private String said(String id) {
    synchronized (told) {
      return Optional.ofNullable(told.get(id)).orElse("");
    }
  }
}
