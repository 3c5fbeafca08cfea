// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse.location;

import dev.sluice.spec.parse.context.SpecContext;
import dev.sluice.spec.parse.folder.AddressScheme;
import dev.sluice.spec.parse.folder.HomeFolder;
import dev.sluice.spec.yaml.Node.Scalar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps lakes and databases off ground that belongs to others: the system's folders, a whole home,
 * the pipeline's own files, the inside of the lake.
 */
public final class LakeGround {
  /** Nothing below these is anybody's data. */
  private static final Set<String> SYSTEM =
      Set.of(
          "/bin",
          "/boot",
          "/dev",
          "/etc",
          "/lib",
          "/lib32",
          "/lib64",
          "/libx32",
          "/proc",
          "/sbin",
          "/sys",
          "/usr",
          "/System",
          "/Library",
          "/private/etc",
          "/var/db",
          "/var/log");

  /** Memory that is mounted as a folder, for anybody to use. */
  private static final Path MEMORY = Path.of("/dev/shm");

  /** These hold what others own; a folder in one of them may be a lake. */
  private static final Set<String> SHARED =
      Set.of(
          "/",
          "/home",
          "/Users",
          "/media",
          "/mnt",
          "/opt",
          "/private",
          "/private/tmp",
          "/private/var",
          "/root",
          "/run",
          "/srv",
          "/tmp",
          "/var",
          "/var/cache",
          "/var/lib",
          "/var/opt",
          "/var/spool",
          "/var/tmp",
          "/dev/shm");

  /** What programs keep here is theirs, although a service may keep a lake beside it. */
  private static final List<Path> STATE =
      List.of(Path.of("/var/lib"), Path.of("/var/cache"), Path.of("/var/spool"), Path.of("/run"));

  /** The lake's own folders. */
  private static final List<String> OWN = List.of("_sluice", "staging", "production");

  private LakeGround() {}

  /** Reports a folder that must not become a lake; whether it is one. */
  static boolean refuses(Scalar written, Path lake, SpecContext reading) {
    String problem = problemOf(lake, reading.folder().path());
    if (problem != null) {
      reading.invalid(
          written.position(),
          "`lake` cannot be `" + written.text() + "`: " + problem,
          "give the lake a folder of its own, such as `build/lake`");
    }
    return problem != null;
  }

  private static @Nullable String problemOf(Path lake, Path pipeline) {
    Path real = real(lake);
    if (real(HomeFolder.folder()).startsWith(real)) {
      return "it holds your home folder";
    }
    Path project = real(pipeline);
    if (project.startsWith(real)) {
      return "the pipeline itself lies there";
    }
    if (real.startsWith(project) && project.getNameCount() > 0) {
      return null;
    }
    String system = system(real);
    if (system != null || isShared(real)) {
      return "`" + (system == null ? real : system) + "` belongs to the system";
    }
    boolean isState = STATE.stream().anyMatch(real::startsWith);
    return isState && isTaken(real) ? "it holds files of another program" : null;
  }

  /** Reports a database that would lie on such ground; whether it would. */
  public static boolean refusesDatabase(
      Scalar written, Path file, @Nullable String lake, SpecContext reading) {
    Path real = real(file);
    String system = real.startsWith(real(reading.folder().path())) ? null : system(real);
    if (system != null) {
      reading.invalid(
          written.position(),
          "`" + written.text() + "` lies in `" + system + "`, which belongs to the system",
          "write `duckdb:build/my.duckdb`");
      return true;
    }
    if (lake == null || AddressScheme.isBucket(lake)) {
      return false;
    }
    for (String own : OWN) {
      if (real.startsWith(real(Path.of(lake, own)))) {
        reading.invalid(
            written.position(),
            "`" + written.text() + "` lies in the lake's own folder `" + own + "`",
            "put it beside the lake: `duckdb:build/my.duckdb`");
        return true;
      }
    }
    return false;
  }

  private static @Nullable String system(Path real) {
    if (real.startsWith(MEMORY)) {
      return null;
    }
    return SYSTEM.stream()
        .filter(each -> real.startsWith(each) || real.startsWith(real(Path.of(each))))
        .sorted()
        .findFirst()
        .orElse(null);
  }

  private static boolean isShared(Path real) {
    return SHARED.stream()
        .anyMatch(each -> real.equals(Path.of(each)) || real.equals(real(Path.of(each))));
  }

  private static boolean isTaken(Path folder) {
    if (!Files.isDirectory(folder) || Files.isDirectory(folder.resolve("_sluice"))) {
      return Files.exists(folder) && !Files.isDirectory(folder);
    }
    try (var entries = Files.newDirectoryStream(folder)) {
      return entries.iterator().hasNext();
    } catch (IOException e) {
      return true;
    }
  }

  /** A path without the links that are there today. */
  private static Path real(Path path) {
    Path there = path.toAbsolutePath().normalize();
    Path rest = Path.of("");
    while (true) {
      try {
        return there.toRealPath().resolve(rest).normalize();
      } catch (IOException e) {
        Path name = there.getFileName();
        Path parent = there.getParent();
        if (name == null || parent == null) {
          return path;
        }
        rest = name.resolve(rest);
        there = parent;
      }
    }
  }
}
