// SPDX-License-Identifier: Apache-2.0
package dev.sluice.install;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;

/** Runs scripts of the repository as people do, in an environment of their own. */
final class Shell {
  static final Path HOME = Path.of(System.getProperty("sluice.home", ".")).toAbsolutePath();

  private Shell() {}

  /** What a program did; its two outputs are one. */
  record Done(int exit, String text) {}

  static Done run(Path folder, Map<String, String> environment, String... command) {
    try {
      ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
      builder
          .environment()
          .keySet()
          .removeIf(name -> name.startsWith("SLUICE_") || name.equals("JAVA_HOME"));
      builder.environment().putAll(environment);
      Process process = builder.redirectErrorStream(true).start();
      process.getOutputStream().close();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Done(process.waitFor(), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  static Path program(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
      return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An archive whose program says its version, or does not start; with its checksum. */
  static Path archive(Path folder, String version, boolean starts) {
    Path top = folder.resolve("made/sluice-" + version);
    String says = starts ? "echo sluice " + version : "echo no Java here >&2; exit 1";
    program(top.resolve("bin/sluice"), "#!/bin/sh\n" + says + "\n");
    program(top.resolve("lib/sluice.jar"), version);
    program(top.resolve("share/bash-completion/completions/sluice"), "complete");
    Path archive = folder.resolve("sluice-" + version + ".tar.gz");
    for (String command :
        List.of(
            "tar -czf " + archive + " -C " + folder.resolve("made") + " sluice-" + version,
            "cd "
                + folder
                + " && sha256sum sluice-"
                + version
                + ".tar.gz > "
                + archive
                + ".sha256")) {
      Done done = run(folder, Map.of(), "sh", "-c", command);
      if (done.exit() != 0) {
        throw new AssertionError(done.text());
      }
    }
    return archive;
  }
}
