// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli;

import dev.sluice.cli.error.ExitStatus;
import dev.sluice.cli.error.Failures;
import dev.sluice.cli.error.Uncaught;
import dev.sluice.cli.output.PlainOutput;
import dev.sluice.cli.output.QuietLogging;
import dev.sluice.cli.output.Terminal;
import dev.sluice.report.text.CommandName;
import dev.sluice.store.disk.ProcessFolder;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The entry point of {@code sluice}. */
public final class Main {
  private Main() {}

  private static final long LEAST_MEGABYTES = 40;

  public static void main(String[] args) {
    boolean isDebug = isDebug(args);
    QuietLogging.install(isDebug);
    ProcessFolder.open();
    PrintWriter out = writer(FileDescriptor.out);
    PrintWriter err = writer(FileDescriptor.err);
    Uncaught.install(err, isDebug);
    Ends ends = new Ends(Terminal.ofResults(), Terminal.ofMessages(), answers());
    System.exit(hasRoom(err) ? execute(out, err, ends, args) : ExitStatus.FAILED.number());
  }

  /** What results and everything else go to, and what a person types; null where nobody is. */
  private record Ends(Terminal results, Terminal messages, @Nullable BufferedReader answers) {
    static Ends files(@Nullable BufferedReader answers) {
      return new Ends(Terminal.NONE, Terminal.NONE, answers);
    }
  }

  /** Somebody is there when the start script says that stdin and stderr are a terminal's. */
  private static @Nullable BufferedReader answers() {
    boolean isThere = Boolean.getBoolean("sluice.input") && Boolean.getBoolean("sluice.terminal");
    return isThere
        ? new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))
        : null;
  }

  /** Runs one command line, whose output goes to nobody's terminal, and returns its exit code. */
  public static int execute(PrintWriter out, PrintWriter err, String... args) {
    return execute(out, err, Ends.files(null), args);
  }

  /**
   * Runs one command line for somebody who can be asked.
   *
   * @param answers what is typed
   */
  public static int execute(
      PrintWriter out, PrintWriter err, BufferedReader answers, String... args) {
    return execute(out, err, Ends.files(answers), args);
  }

  private static int execute(PrintWriter out, PrintWriter err, Ends ends, String... args) {
    boolean isJson = Arrays.asList(args).contains("--json");
    CommandName.target(null);
    Failures failures = new Failures(isJson, isDebug(args), ends.messages().page());
    PrintWriter plain = PlainOutput.over(out, ends.results().hasColor());
    PrintWriter plainErr = PlainOutput.over(err, ends.messages().hasColor());
    CommandLine line =
        new CommandLine(
            new SluiceCommand(ends.results(), ends.messages(), out, err, ends.answers()));
    Commands.add(line, args);
    line.setCommandName(CommandName.spelled())
        .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
        .setOut(plain)
        .setErr(plainErr)
        .setUsageHelpAutoWidth(false)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(failures::wrongCommandLine)
        .setExecutionExceptionHandler(failures::failed);
    line.setExecutionStrategy(new CommandLine.RunLast());
    if (!CommandName.isOwn()) {
      spell(line);
    }
    try {
      return line.execute(args);
    } catch (Error e) {
      return failures.failed(e, line);
    } finally {
      plain.flush();
      plainErr.flush();
    }
  }

  /** Says commands in every help as the program was called. */
  private static void spell(CommandLine line) {
    UsageMessageSpec usage = line.getCommandSpec().usageMessage();
    usage.description(spelled(usage.description()));
    usage.footer(spelled(usage.footer()));
    line.getSubcommands().values().forEach(Main::spell);
  }

  /** Texts of help are formats. */
  private static String[] spelled(String... texts) {
    return Arrays.stream(texts).map(CommandName::inFormat).toArray(String[]::new);
  }

  /** With less memory Java does little but look for more, for minutes. */
  private static boolean hasRoom(PrintWriter err) {
    long room = Runtime.getRuntime().maxMemory() >> 20;
    if (room < LEAST_MEGABYTES) {
      err.println(
          "sluice: OUT_OF_MEMORY: Java's heap may be %d MB, and Sluice needs %d MB at least. Give it more: SLUICE_XMX=1g."
              .formatted(room, LEAST_MEGABYTES));
    }
    return room >= LEAST_MEGABYTES;
  }

  /** Known before anything is parsed, so that an error of that shows its place too. */
  private static boolean isDebug(String... args) {
    String asked = System.getenv("SLUICE_DEBUG");
    boolean isAsked = asked != null && !asked.isEmpty() && !asked.equals("0");
    return isAsked || Arrays.asList(args).contains("--debug");
  }

  /** Everything is UTF-8, whatever the locale of a build machine says. */
  private static PrintWriter writer(FileDescriptor descriptor) {
    return new PrintWriter(
        new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8), true);
  }
}
