// SPDX-License-Identifier: Apache-2.0
package dev.sluice.docs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.docs.ConsoleBlock.Step;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A person at a shell, in an empty folder: {@code sluice} is answered by one process that stays,
 * everything else by bash.
 */
final class ConsoleSession implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A command of plain words: nothing in it that a shell would act on. */
  private static final Pattern PLAIN =
      Pattern.compile(
          "(?:\\./)?sluice(?:\\s+(?:[^\\s'\"|&;<>$`*?#()]+|'[^']*'|\"[^\"$`]*\")+)*\\s*(?:\\s#.*)?");

  private static final Pattern WORD = Pattern.compile("(?:[^\\s'\"#]+|'([^']*)'|\"([^\"]*)\")+");
  private static final Pattern FOLDER = Pattern.compile("cd (\\S+)");
  private static final Pattern VARIABLE =
      Pattern.compile("export ([A-Za-z_]\\w*)=(.*)", Pattern.DOTALL);

  /** What a reader copies from an earlier output: {@code --letter ID}, {@code --digest DIGEST}. */
  private static final Pattern COPIED =
      Pattern.compile("(--(?:letter|run|digest)) (?:ID|RUN|DIGEST)\\b");

  private final Path root;
  private final Path programs;
  private final Map<String, String> variables = new HashMap<>();
  private final Map<Path, Process> servers = new HashMap<>();
  private Path folder;
  private String printed = "";

  ConsoleSession(Path root, Path programs) {
    this.root = root;
    this.programs = programs;
    this.folder = root;
  }

  /** Begins another page: an empty folder, and nothing that was set. */
  void begin() throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      for (Path each :
          all.sorted(Comparator.reverseOrder()).filter(p -> !p.equals(root)).toList()) {
        Files.delete(each);
      }
    }
    if (!variables.isEmpty()) {
      close();
    }
    variables.clear();
    folder = root;
    printed = "";
  }

  /** What a command did. */
  record Done(int exit, String output) {}

  Path folder() {
    return folder;
  }

  Done run(Step step) {
    Done done = done(COPIED.matcher(step.command()).replaceAll(this::copied));
    printed = done.output() + printed;
    return done;
  }

  /** The newest value that an output gave for an option. */
  private String copied(MatchResult asked) {
    String option = asked.group(1);
    Matcher given = Pattern.compile(option + "[ =]([0-9a-zA-Z_.:-]+)").matcher(printed);
    if (!given.find()) {
      throw new AssertionError("no output before named a value for " + option);
    }
    return option + " " + given.group(1);
  }

  private Done done(String command) {
    Matcher moved = FOLDER.matcher(command.strip());
    Matcher set = VARIABLE.matcher(command.strip());
    if (moved.matches()) {
      folder = folder.resolve(moved.group(1)).normalize();
      return new Done(Files.isDirectory(folder) ? 0 : 1, "");
    }
    if (set.matches()) {
      Done value = shell("printf %s " + set.group(2));
      variables.put(set.group(1), value.output());
      close();
      return new Done(value.exit(), "");
    }
    return PLAIN.matcher(command.replace("\\\n", " ")).matches()
        ? sluice(words(command.replace("\\\n", " ")))
        : shell(command);
  }

  /** The words behind the command's name. */
  private static List<String> words(String command) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(command.replaceAll("\\s#(?=[^'\"]*$).*", ""));
    while (word.find()) {
      words.add(word.group().replaceAll("['\"]", ""));
    }
    return words.subList(1, words.size());
  }

  private Done sluice(List<String> arguments) {
    try {
      Process server = servers.computeIfAbsent(folder, this::start);
      OutputStream asked = server.getOutputStream();
      asked.write((JSON.writeValueAsString(arguments) + "\n").getBytes(StandardCharsets.UTF_8));
      asked.flush();
      StringBuilder line = new StringBuilder();
      int read;
      while ((read = server.getInputStream().read()) >= 0 && read != '\n') {
        line.append((char) read);
      }
      byte[] bytes = line.toString().getBytes(StandardCharsets.ISO_8859_1);
      JsonNode answer = JSON.readTree(bytes);
      return new Done(answer.path("exit").asInt(-1), shown(answer.path("output").asText()));
    } catch (IOException e) {
      throw new UncheckedIOException(String.join(" ", arguments), e);
    }
  }

  /** Readers have other names for where they are. */
  private String shown(String output) {
    return output.replace(root.toString(), "/home/ada");
  }

  private Process start(Path in) {
    List<String> command = new ArrayList<>(java());
    command.add(CommandServer.class.getName());
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(in.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD);
      builder.environment().putAll(variables);
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> java() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--add-opens=java.base/java.nio=ALL-UNNAMED",
        "-Xmx640m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Dsluice.terminal=false",
        "-cp",
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
  }

  /** The program as scripts find it, for lines in which it is one of several. */
  static void install(Path programs) throws IOException {
    StringBuilder script = new StringBuilder("#!/bin/sh\nexec");
    java().forEach(word -> script.append(" '").append(word).append('\''));
    Path program = programs.resolve("sluice");
    Files.writeString(program, script.append(" dev.sluice.cli.Main \"$@\"\n"));
    if (!program.toFile().setExecutable(true)) {
      throw new IOException("cannot make " + program + " a program");
    }
  }

  private Done shell(String command) {
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-c", command)
            .directory(folder.toFile())
            .redirectErrorStream(true);
    builder.environment().putAll(variables);
    builder.environment().merge("PATH", programs.toString(), (old, own) -> own + ":" + old);
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      StringBuilder output = new StringBuilder();
      try (BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
        String line;
        while ((line = lines.readLine()) != null) {
          output.append(line).append('\n');
        }
      }
      return new Done(process.waitFor(), shown(output.toString()));
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(command, e);
    }
  }

  @Override
  public void close() {
    servers.values().forEach(Process::destroyForcibly);
    servers.clear();
  }
}
