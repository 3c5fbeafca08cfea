// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli;

import dev.sluice.error.Issue;
import dev.sluice.pipeline.RemoteFiles;
import dev.sluice.pipeline.Settlement;
import dev.sluice.run.Json;
import dev.sluice.run.RebuiltText;
import dev.sluice.run.Text;
import dev.sluice.run.Unfinished;
import dev.sluice.spec.Parsed;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.SpecParser;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What the commands on a pipeline's folder share. */
abstract class PipelineCommand implements Callable<Integer> {
  @Spec private CommandSpec command;
  private @Nullable RebuiltText rebuilt;
  private final List<String> notes = new ArrayList<>();

  @Parameters(
      arity = "0..1",
      paramLabel = "DIR",
      defaultValue = ".",
      description = "The folder that holds pipeline.yaml. Default: the current folder.")
  private Path folder;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help and exit.")
  @SuppressWarnings("UnusedVariable") // picocli acts on it
  private boolean help;

  /** The pipeline's spec; warnings are printed, errors end the command with nothing started. */
  final PipelineSpec spec() {
    return spec(parse());
  }

  /** As {@link #spec()}, of a spec parsed before. */
  final PipelineSpec spec(Parsed parsed) {
    PipelineSpec spec = checked(parsed);
    RemoteFiles.prepare(spec);
    return spec;
  }

  /** As {@link #spec()}, for commands that need no object store. */
  final PipelineSpec checked(Parsed parsed) {
    if (parsed.spec() == null) {
      throw Stop.invalid(parsed.issues(), parsed.texts());
    }
    if (!isJson() && !parsed.issues().isEmpty()) {
      err().print(IssueText.render(parsed.issues(), parsed.texts()));
      err().flush();
    }
    return parsed.spec();
  }

  final Parsed parse() {
    return SpecParser.parse(folder);
  }

  /** The pipeline's folder as it was typed. */
  final String folder() {
    return folder.toString();
  }

  /** Tells at once that the warehouse was made anew, and again in the result for programs. */
  final void tell(Settlement settled) {
    if (settled.rebuilt().isPresent()) {
      rebuilt = new RebuiltText(settled.rebuilt().get());
      err().print("sluice: " + rebuilt.notice());
      err().flush();
    }
  }

  /**
   * Tells what is left to do, and picks the exit code.
   *
   * @param done what was done, as a sentence begins with it
   */
  final int exit(List<Unfinished> left, String done) {
    if (!isJson()) {
      left.forEach(
          each ->
              err()
                  .println(
                      "sluice: %s: %s"
                          .formatted(each.trouble().code(), Text.escape(each.sentence(done)))));
      err().flush();
    }
    return left.isEmpty() ? ExitStatus.OK.number() : ExitStatus.UNFINISHED.number();
  }

  /** As {@link #print}, with what is left to do for programs. */
  final void print(
      String text, Supplier<Map<String, @Nullable Object>> tree, List<Unfinished> left) {
    print(
        text,
        () -> {
          Map<String, @Nullable Object> all = new LinkedHashMap<>(tree.get());
          all.put("unfinished", Unfinished.trees(left));
          return all;
        });
  }

  /** Says what people should know, before anything is done. */
  final void tell(List<String> sentences) {
    notes.addAll(sentences);
    sentences.forEach(note -> err().println("sluice: " + Text.escape(note)));
    err().flush();
  }

  /** A fault of the command line. */
  final ParameterException wrong(String message) {
    return new ParameterException(command.commandLine(), message);
  }

  /** Prints the result once, for whoever asked. */
  final void print(String text, Supplier<Map<String, @Nullable Object>> tree) {
    out().print(isJson() ? Json.write(withRebuilt(tree.get())) + "\n" : text);
  }

  private Map<String, @Nullable Object> withRebuilt(Map<String, @Nullable Object> tree) {
    if (rebuilt == null && notes.isEmpty()) {
      return tree;
    }
    Map<String, @Nullable Object> all = new LinkedHashMap<>(tree);
    if (rebuilt != null) {
      all.put("warehouse_rebuilt", rebuilt.tree());
    }
    if (!notes.isEmpty()) {
      all.put("notes", List.copyOf(notes));
    }
    return all;
  }

  final List<Map<String, @Nullable Object>> trees(List<Issue> issues) {
    return IssueText.trees(issues);
  }

  final boolean isJson() {
    return ((Session) command.root().userObject()).isJson();
  }

  /** Where progress is drawn, by escapes of its own. */
  final PrintWriter terminal() {
    return ((Session) command.root().userObject()).terminal();
  }

  final PrintWriter out() {
    return command.commandLine().getOut();
  }

  final PrintWriter err() {
    return command.commandLine().getErr();
  }
}
