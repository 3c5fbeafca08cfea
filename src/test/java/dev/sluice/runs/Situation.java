// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One line of a table of inputs: what it is, and what comes of it.
 *
 * <p>In the texts {@code <0A>} is a byte and {@code <9*[>} is a bracket nine times.
 *
 * @param kind whether its specification wants it taken (y), refused (n), or says nothing (i)
 * @param place where the input stands: as a value of a record, as a record, or as a whole file
 * @param why the reason for the result, where it is a choice
 */
public record Situation(
    String kind, String place, String name, String text, String result, String why) {
  private static final Pattern SHORT = Pattern.compile("<(?:([0-9A-F]{2})|(\\d+)\\*([^>]+))>");
  private static final Pattern DEAD = Pattern.compile("[A-Z]{3,}_[A-Z_]+ ");

  /** The situations of a file of {@code src/test/resources/corpus}. */
  public static List<Situation> of(String file) {
    try {
      return Files.readAllLines(Path.of("src/test/resources/corpus", file)).stream()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split("\t", -1))
          .map(
              part ->
                  new Situation(
                      part[0], part[1], part[2], part[3], part[4], part.length > 5 ? part[5] : ""))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Stream<Situation> of(String file, String place) {
    return of(file).stream().filter(one -> one.place().equals(place));
  }

  public byte[] input() {
    return bytes(text);
  }

  /** What is expected, spelled out; {@code =} stands for the input. */
  public String expected() {
    return new String(result.equals("=") ? input() : bytes(result), StandardCharsets.UTF_8);
  }

  /** Whether a dead letter is expected, or that the file is refused. */
  public boolean isDead() {
    return DEAD.matcher(result).lookingAt();
  }

  /** The code of what is wrong. */
  public String code() {
    return result.substring(0, result.indexOf(' '));
  }

  private static byte[] bytes(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Matcher matcher = SHORT.matcher(text);
    int from = 0;
    while (matcher.find()) {
      bytes.writeBytes(text.substring(from, matcher.start()).getBytes(StandardCharsets.UTF_8));
      if (matcher.group(1) == null) {
        int times = Integer.parseInt(matcher.group(2));
        bytes.writeBytes(matcher.group(3).repeat(times).getBytes(StandardCharsets.UTF_8));
      } else {
        bytes.write(Integer.parseInt(matcher.group(1), 16));
      }
      from = matcher.end();
    }
    bytes.writeBytes(text.substring(from).getBytes(StandardCharsets.UTF_8));
    return bytes.toByteArray();
  }

  @Override
  public String toString() {
    return kind + " " + name;
  }
}
