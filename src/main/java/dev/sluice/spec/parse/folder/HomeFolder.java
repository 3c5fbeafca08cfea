// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse.folder;

import java.nio.file.Path;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** The folder that {@code ~} stands for at the beginning of a path. */
public final class HomeFolder {
  private HomeFolder() {}

  public static Path folder() {
    String home = System.getenv("HOME");
    return Path.of(
            home == null || home.isEmpty()
                ? Objects.requireNonNullElse(System.getProperty("user.home"), "/")
                : home)
        .toAbsolutePath()
        .normalize();
  }

  /**
   * A path with {@code ~} replaced.
   *
   * @param spelled how the home folder is spelled in such a path
   */
  public static String in(String path, UnaryOperator<String> spelled) {
    boolean isHome = path.equals("~") || path.startsWith("~/");
    return isHome ? spelled.apply(folder().toString()) + path.substring(1) : path;
  }

  /** Whether a path begins with the home of somebody else, such as {@code ~ada/data}. */
  public static boolean isOfAnother(String path) {
    return path.startsWith("~") && !path.equals("~") && !path.startsWith("~/");
  }
}
