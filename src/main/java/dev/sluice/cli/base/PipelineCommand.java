// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.base;

import dev.sluice.cli.error.ExitStatus;
import dev.sluice.cli.error.IssueText;
import dev.sluice.cli.error.Reporting;
import dev.sluice.cli.error.Stop;
import dev.sluice.error.issue.Issue;
import dev.sluice.explain.advice.SpecSource;
import dev.sluice.infer.change.Growth;
import dev.sluice.plan.selection.Selection;
import dev.sluice.report.care.RebuiltText;
import dev.sluice.report.text.CommandName;
import dev.sluice.report.text.Json;
import dev.sluice.report.text.SafeText;
import dev.sluice.report.view.Report;
import dev.sluice.report.view.View;
import dev.sluice.run.runner.RemoteFiles;
import dev.sluice.run.settle.FollowUpResult;
import dev.sluice.run.settle.UnfinishedStep;
import dev.sluice.spec.Parsed;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.parse.SpecParser;
import dev.sluice.spec.parse.choice.Choices;
import dev.sluice.spec.parse.folder.SpecEdits;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What the commands on a pipeline's folder share. */
public abstract class PipelineCommand implements Callable<Integer>, Reporting {
  private static final String HERE = ".";

  @Spec private CommandSpec command;
  private @Nullable RebuiltText rebuilt;
  private @Nullable Parsed grown;
  private final List<String> notes = new ArrayList<>();
  private Map<String, String> texts = Map.of();
  private final Map<String, @Nullable Object> added = new LinkedHashMap<>();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "DIR",
      defaultValue = HERE,
      description = "The folder that holds pipeline.yaml. Default: the current folder.")
  private String folder;

  @Mixin private ChoiceOptions chosen;

  /** The pipeline's spec; warnings are printed, errors end the command with nothing started. */
  public final PipelineSpec spec() {
    return spec(parse());
  }

  /** As {@link #spec()}, of a spec parsed before. */
  public final PipelineSpec spec(Parsed parsed) {
    PipelineSpec spec = checked(parsed);
    RemoteFiles.prepare(spec);
    return grown(parsed, spec, Growth.known(parsed, this::tried));
  }

  /**
   * As {@link #spec(Parsed)}, with what the files bring that the next run reads.
   *
   * @param selection the tables that the run looks at, of a spec
   */
  public final PipelineSpec growing(Parsed parsed, Function<PipelineSpec, Selection> selection) {
    return growing(parsed, checked(parsed), selection);
  }

  /** As {@link #growing(Parsed, Function)}, of a spec whose warnings were printed before. */
  protected final PipelineSpec growing(
      Parsed parsed, PipelineSpec spec, Function<PipelineSpec, Selection> selection) {
    RemoteFiles.prepare(spec);
    Growth growth = Growth.next(parsed, selection.apply(spec), this::tried);
    PipelineSpec grown = grown(parsed, spec, growth.parsed());
    tell(growth.notes());
    return grown;
  }

  private PipelineSpec grown(Parsed parsed, PipelineSpec spec, Parsed with) {
    if (with.digest().equals(parsed.digest())) {
      return spec;
    }
    if (with.spec() == null) {
      say(
          View.error(
              "", "With the columns that the source brought the spec does not fit any more:"));
      throw Stop.invalid(with.issues(), with.texts());
    }
    grown = with;
    return with.spec();
  }

  /** SHA-256 of a spec's files, and of the columns that its sources brought. */
  public final String digest(Parsed parsed) {
    return grown == null ? parsed.digest() : grown.digest();
  }

  /** As {@link #checked}, for commands that look into an object store where they can reach it. */
  protected final PipelineSpec looking(Parsed parsed) {
    PipelineSpec spec = checked(parsed);
    RemoteFiles.register(spec);
    return spec;
  }

  /** As {@link #spec()}, for commands that need no object store. */
  public final PipelineSpec checked(Parsed parsed) {
    if (parsed.spec() == null) {
      throw Stop.invalid(parsed.issues(), parsed.texts());
    }
    if (!isJson() && !parsed.issues().isEmpty()) {
      err().print(IssueText.render(parsed.issues(), parsed.texts(), session().notes()));
      err().flush();
    }
    return parsed.spec();
  }

  public final Parsed parse() {
    return parse(Map.of());
  }

  /** As {@link #parse()}, with other values of some variables than those of the command line. */
  public final Parsed parse(Map<String, String> vars) {
    Choices choices = chosen.choices(vars, deferred());
    Parsed parsed = SpecParser.parse(Path.of(folder), choices);
    texts = parsed.texts();
    return parsed;
  }

  /** The spec as its files would say it with edits; nothing is changed. */
  public final Parsed tried(SpecEdits edits) {
    PipelineSpec known = grown == null ? null : grown.spec();
    return SpecParser.parse(
        Path.of(folder),
        chosen.choices(Map.of(), deferred()),
        known == null ? edits : Growth.with(edits, known));
  }

  /** The target whose tables are read where this one has none; null for what the spec says. */
  protected @Nullable String deferred() {
    return null;
  }

  /** The names of the author's files that were read last. */
  final Set<String> files() {
    return texts.keySet();
  }

  final CommandLine line() {
    return command.commandLine();
  }

  /** Whether somebody is there who can be asked. */
  public final boolean canAsk() {
    return !isJson() && session().answers() != null;
  }

  /** Asks whoever is there; only a plain yes is one. */
  public final boolean ask(String question) {
    BufferedReader answers = session().answers();
    if (answers == null) {
      return false;
    }
    err().print(SafeText.escape(question) + " [y/N] ");
    err().flush();
    try {
      String answer = answers.readLine();
      return answer != null && answer.strip().toLowerCase(Locale.ROOT).matches("y|yes");
    } catch (IOException e) {
      return false;
    }
  }

  /** The author's files, as they were parsed last. */
  @Override
  public final SpecSource source() {
    return SpecSource.of(texts);
  }

  /** The pipeline's folder as it was typed. */
  public final String folder() {
    return Path.of(folder).toString();
  }

  /**
   * What a command was given beside its folder, which may be left out: of two arguments the one
   * that holds a pipeline is the folder, in any order; one alone is the folder when it holds a
   * pipeline.
   *
   * @param second the argument behind the first; null when there is none
   */
  protected final Optional<String> beside(@Nullable String second) {
    String first = folder;
    if (second == null) {
      boolean isFolder = first.equals(HERE) || holdsPipeline(first);
      folder = isFolder ? first : HERE;
      return isFolder ? Optional.empty() : Optional.of(first);
    }
    boolean isSwapped = !holdsPipeline(first) && holdsPipeline(second);
    folder = isSwapped ? second : first;
    return Optional.of(isSwapped ? first : second);
  }

  private static boolean holdsPipeline(String text) {
    try {
      Path path = Path.of(text);
      return Files.isRegularFile(path.resolve("pipeline.yaml"))
          || (text.endsWith(".yaml") && Files.isRegularFile(path));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /** Tells at once that the warehouse was made anew, and again in the result for programs. */
  public final void tell(FollowUpResult settled) {
    if (settled.rebuilt().isPresent()) {
      rebuilt = new RebuiltText(settled.rebuilt().get());
      say(View.error("", rebuilt.notice().strip()));
    }
  }

  /**
   * Tells what is left to do, and picks the exit code.
   *
   * @param done what was done, as a sentence begins with it
   */
  public final int exit(List<UnfinishedStep> left, String done) {
    if (!isJson()) {
      left.forEach(each -> say(View.error(each.trouble().code().name(), each.sentence(done))));
    }
    if (UnfinishedStep.isLeft(left, UnfinishedStep.Step.CHECKS)) {
      return ExitStatus.FAILED.number();
    }
    return left.isEmpty() ? ExitStatus.OK.number() : ExitStatus.UNFINISHED.number();
  }

  /** As {@link #print(View)}, with what is left to do for programs. */
  public final void print(View view, List<UnfinishedStep> left) {
    print(view.value("unfinished", UnfinishedStep.trees(left)));
  }

  /** Says what people should know, before anything is done. */
  public final void tell(List<String> sentences) {
    notes.addAll(sentences);
    sentences.forEach(note -> say(View.error("", note)));
  }

  /** Tells something beside the result, which programs find in it. */
  public final void add(Report report) {
    added.putAll(report.tree());
    if (!isJson()) {
      say(report.view());
    }
  }

  /** Tells what there is to say of a command that was stopped, instead of its result. */
  public final void last(Report report) {
    if (isJson()) {
      print(report.view());
    } else {
      say(report.view());
    }
  }

  /** The command as it was typed. */
  public final String typed() {
    return Stream.concat(
            Stream.of(CommandName.spelled()),
            command.root().commandLine().getParseResult().originalArgs().stream()
                .map(CommandName::argument))
        .collect(Collectors.joining(" "));
  }

  private void say(View view) {
    err().print(view.text(session().notes()));
    err().flush();
  }

  /** A fault of the command line. */
  public final ParameterException wrong(String message) {
    return new ParameterException(command.commandLine(), message);
  }

  /** Prints one of many events, for programs in one line of JSON. */
  public final void event(View view) {
    out().print(isJson() ? Json.line(view.tree()) + "\n" : view.text(session().page()));
    out().flush();
  }

  /** Prints the result once, for whoever asked. */
  public final void print(View view) {
    if (rebuilt != null) {
      view.value("warehouse_rebuilt", rebuilt.tree());
    }
    if (!notes.isEmpty()) {
      view.value("notes", List.copyOf(notes));
    }
    view.values(added);
    out().print(isJson() ? Json.write(view.tree()) + "\n" : view.text(session().page()));
    out().flush();
  }

  public final List<Map<String, @Nullable Object>> trees(List<Issue> issues) {
    return IssueText.trees(issues);
  }

  public final boolean isJson() {
    return session().isJson();
  }

  /** Where rows for programs go: to the letter, unless a terminal shows them. */
  public final PrintWriter data() {
    return session().data();
  }

  /** What the whole command line was asked for, and where its output goes. */
  public final Session session() {
    return (Session) command.root().userObject();
  }

  final PrintWriter out() {
    return command.commandLine().getOut();
  }

  final PrintWriter err() {
    return command.commandLine().getErr();
  }
}
