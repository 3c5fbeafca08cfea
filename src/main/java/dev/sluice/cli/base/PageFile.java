// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.base;

import dev.sluice.cli.error.Stop;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;

/** A page that is written for somebody, and may be opened. */
public final class PageFile {
  /** How a page begins. */
  private static final String HTML = "<!doctype html>";

  private PageFile() {}

  /** Writes a page whole or not at all: somebody may be reading the old one. */
  public static void write(Path page, String html) {
    requirePage(page);
    Path aside = page.resolveSibling(page.getFileName() + ".new");
    try {
      Files.createDirectories(page.toAbsolutePath().getParent());
      Files.writeString(aside, html);
      Files.move(aside, page, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.FILE_UNREADABLE,
          "Cannot write %s: %s. Name another place.".formatted(page, e),
          e);
    }
  }

  /** A page is written over a page, and never over a spec or somebody's data. */
  private static void requirePage(Path file) {
    if (Files.isDirectory(file)) {
      throw Stop.refused(file + " is a folder. Name a file in it.");
    }
    try (InputStream in = Files.newInputStream(file)) {
      String begin = new String(in.readNBytes(HTML.length()), StandardCharsets.UTF_8);
      if (!begin.isEmpty() && !begin.equalsIgnoreCase(HTML)) {
        throw Stop.refused(file + " is there already, and is no page. Name another file.");
      }
    } catch (NoSuchFileException e) {
      return;
    } catch (IOException e) {
      throw Stop.refused(
          "%s is there already, and cannot be read: %s. Name another file.".formatted(file, e));
    }
  }

  /** Opens a page in a browser; false where none could be started. */
  public static boolean open(Path page) {
    return open(page.toUri());
  }

  /** As {@link #open(Path)}, wherever the page is. */
  public static boolean open(URI page) {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String program = system.contains("mac") ? "open" : "xdg-open";
    try {
      Process unused =
          new ProcessBuilder(List.of(program, page.toString()))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
