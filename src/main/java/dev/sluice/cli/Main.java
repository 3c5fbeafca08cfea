// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli;

import dev.sluice.lake.store.ProcessFolder;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import picocli.CommandLine;

/** The entry point of {@code sluice}. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    QuietLogging.install();
    ProcessFolder.open();
    PrintWriter out = writer(FileDescriptor.out);
    PrintWriter err = writer(FileDescriptor.err);
    System.exit(execute(out, err, args));
  }

  /** Runs one command line and returns its exit code. */
  public static int execute(PrintWriter out, PrintWriter err, String... args) {
    boolean isJson = Arrays.asList(args).contains("--json");
    Failures failures = new Failures(isJson);
    PrintWriter plain = PlainOutput.over(out);
    PrintWriter plainErr = PlainOutput.over(err);
    CommandLine line =
        new CommandLine(new SluiceCommand(err))
            .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
            .setOut(plain)
            .setErr(plainErr)
            .setUsageHelpAutoWidth(false)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setParameterExceptionHandler(failures::wrongCommandLine)
            .setExecutionExceptionHandler(failures::failed);
    line.setExecutionStrategy(new CommandLine.RunLast());
    int status = line.execute(args);
    plain.flush();
    plainErr.flush();
    return status;
  }

  /** Everything is UTF-8, whatever the locale of a build machine says. */
  private static PrintWriter writer(FileDescriptor descriptor) {
    return new PrintWriter(
        new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8), true);
  }
}
