// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** A program that keeps a database open until its input ends, and answers queries. */
public final class DatabaseHolder {
  private DatabaseHolder() {}

  /** Starts the program, which may write, and waits until it has the database open. */
  public static Process start(Path database) throws IOException {
    return start(database, "write");
  }

  /** Starts a program that only reads; for each line it is given it answers a query's number. */
  public static Process startReader(Path database) throws IOException {
    return start(database, "read");
  }

  /** Starts a program that opens the database anew for each question. */
  public static Process startPolling(Path database) throws IOException {
    return start(database, "poll");
  }

  private static Process start(Path database, String mode) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                DatabaseHolder.class.getName(),
                database.toString(),
                mode)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String line = line(process);
    if (!"open".equals(line)) {
      throw new IOException("The holder did not open " + database + ": " + line);
    }
    return process;
  }

  /** What the program reads now. */
  public static String ask(Process holder, String query) throws IOException {
    holder.getOutputStream().write((query + "\n").getBytes(StandardCharsets.UTF_8));
    holder.getOutputStream().flush();
    return line(holder);
  }

  private static String line(Process holder) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = holder.getInputStream().read(); c != '\n'; c = holder.getInputStream().read()) {
      if (c < 0) {
        throw new IOException("The holder ended");
      }
      line.append((char) c);
    }
    return line.toString();
  }

  private static void poll(String database) throws IOException {
    Properties readOnly = new Properties();
    readOnly.setProperty("duckdb.read_only", "true");
    System.out.println("open");
    BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String query = input.readLine(); query != null; query = input.readLine()) {
      String answer = "";
      while (answer.isEmpty()) {
        try (Connection open = DriverManager.getConnection("jdbc:duckdb:" + database, readOnly);
            Statement sql = open.createStatement();
            ResultSet result = sql.executeQuery(query)) {
          result.next();
          answer = result.getString(1);
        } catch (SQLException e) {
          if (!e.getMessage().contains("lock")) {
            throw new IOException(e);
          }
        }
      }
      System.out.println(answer);
    }
  }

  public static void main(String[] args) throws Exception {
    if (args[1].equals("poll")) {
      poll(args[0]);
      return;
    }
    Properties properties = new Properties();
    properties.setProperty("duckdb.read_only", String.valueOf(args[1].equals("read")));
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + args[0], properties);
        Statement sql = connection.createStatement()) {
      System.out.println("open");
      BufferedReader input =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      for (String query = input.readLine(); query != null; query = input.readLine()) {
        try (ResultSet result = sql.executeQuery(query)) {
          result.next();
          System.out.println(result.getString(1));
        }
      }
    }
  }
}
