// SPDX-License-Identifier: Apache-2.0
package dev.sluice.plugin;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The rule kinds of this process: those on its class path, which is where workers have them, and
 * those of the JARs that were named when it started.
 */
public final class Plugins {
  private static final Pattern OWN = Pattern.compile("[a-z][a-z0-9_]*");

  /** How a user's kind is called. */
  public static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*\\.[a-z][a-z0-9_]*");

  private static final Set<Path> LOADED = new LinkedHashSet<>();

  /** Looked for when the first is asked for: most commands ask for none. */
  private static final class Known {
    static final Map<String, RuleKind> KINDS = new TreeMap<>();

    static {
      add(
          KINDS,
          ServiceLoader.load(RuleKind.class, Plugins.class.getClassLoader()),
          "the class path");
    }
  }

  private Plugins() {}

  /**
   * Takes the kinds of JARs in; one that was taken in before is left alone.
   *
   * @throws PipelineException when a file is none, holds no kind, or one whose name is taken
   */
  public static synchronized void load(List<Path> jars) {
    for (Path jar : jars) {
      Path path = jar.toAbsolutePath().normalize();
      if (!LOADED.contains(path)) {
        load(path, jar);
        LOADED.add(path);
      }
    }
  }

  private static void load(Path path, Path named) {
    if (!Files.isRegularFile(path)) {
      throw new PipelineException(
          ErrorCode.FILE_NOT_FOUND, "The plugin %s is no file.".formatted(named));
    }
    try {
      // Its classes are used until the process ends.
      @SuppressWarnings("resource")
      ClassLoader loader =
          new URLClassLoader(new URL[] {path.toUri().toURL()}, Plugins.class.getClassLoader());
      ServiceLoader<RuleKind> kinds = ServiceLoader.load(RuleKind.class, loader);
      if (!add(Known.KINDS, kinds, named.toString())) {
        throw new PipelineException(
            ErrorCode.INVALID_VALUE,
            "The plugin %s holds no rule kind: its META-INF/services/%s names none."
                .formatted(named, RuleKind.class.getName()));
      }
    } catch (MalformedURLException e) {
      throw new IllegalStateException("Every path has a URL", e);
    }
  }

  /** Whether there was one that had not been known. */
  private static boolean add(
      Map<String, RuleKind> all, ServiceLoader<RuleKind> found, String where) {
    boolean isAny = false;
    try {
      for (RuleKind kind : found) {
        RuleKind known = all.get(kind.name());
        if (known != null && known.getClass().equals(kind.getClass())) {
          continue;
        }
        boolean isOwn = kind instanceof JsonSchemaKind;
        if (!(isOwn ? OWN : NAME).matcher(kind.name()).matches()) {
          throw unusable(where, "names a rule kind `%s`, not as `acme.plate`", kind.name());
        }
        if (known != null) {
          throw unusable(where, "has the rule kind `%s`, which another has too", kind.name());
        }
        all.put(kind.name(), kind);
        isAny = true;
      }
    } catch (ServiceConfigurationError | LinkageError e) {
      throw new PipelineException(
          ErrorCode.INVALID_VALUE,
          "The plugin %s cannot be used: %s".formatted(where, e.getMessage()),
          e);
    }
    return isAny;
  }

  private static PipelineException unusable(String where, String what, String name) {
    return new PipelineException(
        ErrorCode.INVALID_VALUE, "The plugin %s %s.".formatted(where, what.formatted(name)));
  }

  /** The kind of a name. */
  public static synchronized Optional<RuleKind> kind(String name) {
    return Optional.ofNullable(Known.KINDS.get(name));
  }

  /** The names of users' kinds, sorted. */
  public static synchronized List<String> names() {
    return Known.KINDS.keySet().stream().filter(name -> NAME.matcher(name).matches()).toList();
  }

  /** The JARs that were taken in, which workers need too. */
  public static synchronized List<Path> jars() {
    return List.copyOf(LOADED);
  }
}
