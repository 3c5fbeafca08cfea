// SPDX-License-Identifier: Apache-2.0
package dev.sluice.docs;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.cli.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Runs one command line after the other in one process: each line of the input is a list of
 * arguments as JSON, and is answered by a line with exit code and output.
 */
final class CommandServer {
  private CommandServer() {}

  public static void main(String[] args) throws IOException {
    ObjectMapper json = new ObjectMapper();
    PrintStream answers = System.out;
    System.setOut(System.err);
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String line;
    while ((line = lines.readLine()) != null) {
      StringWriter output = new StringWriter();
      int exit =
          Main.execute(
              new PrintWriter(output, true),
              new PrintWriter(output, true),
              json.readValue(line, String[].class));
      String answer = json.writeValueAsString(Map.of("exit", exit, "output", output.toString()));
      answers.write((answer + "\n").getBytes(StandardCharsets.UTF_8));
      answers.flush();
    }
    System.exit(0);
  }
}
