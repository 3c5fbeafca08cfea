// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.duckdb;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;

/** A program that keeps a database open until its input ends. */
final class DatabaseHolder {
  private DatabaseHolder() {}

  /** Starts the program and waits until it has the database open. */
  static Process start(Path database) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                DatabaseHolder.class.getName(),
                database.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = output.readLine();
    if (!"open".equals(line)) {
      throw new IOException("The holder did not open " + database + ": " + line);
    }
    return process;
  }

  public static void main(String[] args) throws Exception {
    try (Connection unused = DriverManager.getConnection("jdbc:duckdb:" + args[0])) {
      System.out.println("open");
      while (System.in.read() >= 0) {}
    }
  }
}
