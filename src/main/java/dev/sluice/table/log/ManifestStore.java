// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table.log;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.store.document.Chain;
import dev.sluice.store.document.DocumentKind;
import dev.sluice.store.document.DocumentStore;
import dev.sluice.store.document.Documents;
import dev.sluice.table.past.Horizon;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Reads a lake's manifests back. */
public final class ManifestStore {
  /** Where committed manifests lie, relative to the lake's root. */
  public static final String COMMITTED = Horizon.LOG;

  /** Where the evidence of failed runs lies, relative to the lake's root. */
  public static final String FAILED = "_sluice/failed";

  /** Where the manifests of the first format lay. */
  private static final String FIRST_FORMAT = "_sluice/manifests";

  private ManifestStore() {}

  /** Where a manifest lies, relative to the lake's root. */
  public static String path(long number) {
    return COMMITTED + "/%06d.json".formatted(number);
  }

  /** The entries of a lake's log, from its horizon on. */
  private static Chain<Manifest> chain(String root) {
    return new Chain<Manifest>(
            root, COMMITTED, DocumentKind.MANIFEST, (json, name) -> fromJson(root, json, name))
        .from(names -> start(root, names));
  }

  private static Chain.Start start(String root, List<String> names) {
    if (names.stream().noneMatch(Chain::isNumbered)) {
      requireNoneOfFirstFormat(root);
    }
    Horizon horizon = Horizon.of(root, names);
    return new Chain.Start(horizon.first(), horizon.previous());
  }

  /**
   * The committed manifests that a lake keeps, newest first; empty when there is no lake yet.
   *
   * @throws PipelineException {@code MANIFEST_INVALID} when one is missing, broken or foreign
   */
  public static List<Manifest> committed(String lakeRoot) {
    return steady(lakeRoot, () -> all(lakeRoot));
  }

  private static List<Manifest> all(String lakeRoot) {
    List<Manifest> manifests = new ArrayList<>();
    Horizon.of(lakeRoot)
        .kept()
        .forEach((number, digest) -> manifests.add(kept(lakeRoot, number, digest)));
    chain(lakeRoot).all().forEach(entry -> manifests.add(entry.document()));
    Collections.reverse(manifests);
    return List.copyOf(manifests);
  }

  /**
   * The newest of the committed manifests that a lake keeps, and how many it keeps in all.
   *
   * @param runs newest first
   */
  public record Newest(List<Manifest> runs, long all) {
    public Newest {
      runs = List.copyOf(runs);
    }
  }

  /**
   * As {@link #committed}, of the newest alone: others are not read, nor is the chain checked.
   *
   * @param most how many at most
   */
  public static Newest committed(String lakeRoot, int most) {
    return steady(lakeRoot, () -> newest(lakeRoot, most));
  }

  private static Newest newest(String lakeRoot, int most) {
    Horizon horizon = Horizon.of(lakeRoot);
    long first = horizon.first();
    long last = latest(lakeRoot).map(found -> found.manifest().number()).orElse(first - 1);
    Stream<Manifest> chained =
        LongStream.iterate(last, number -> number >= first, number -> number - 1)
            .mapToObj(number -> inChain(lakeRoot, number));
    Stream<Manifest> before =
        horizon.kept().descendingMap().entrySet().stream()
            .map(entry -> kept(lakeRoot, entry.getKey(), entry.getValue()));
    return new Newest(
        Stream.concat(chained, before).limit(most).toList(),
        last - first + 1 + horizon.kept().size());
  }

  /** An entry of the chain, which says how it is broken where that is missing. */
  private static Manifest inChain(String lakeRoot, long number) {
    return at(lakeRoot, number)
        .map(Committed::manifest)
        .orElseGet(
            () -> {
              chain(lakeRoot).all().forEach(entry -> {});
              return named(lakeRoot, number).manifest();
            });
  }

  /** Looks again where the horizon may have moved on between two looks. */
  private static <T> T steady(String lakeRoot, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (PipelineException e) {
      if (Horizon.of(lakeRoot).equals(Horizon.NONE)) {
        throw e;
      }
      return reading.get();
    }
  }

  /** A manifest that is kept though those after it are not. */
  private static Manifest kept(String lakeRoot, long number, String digest) {
    Committed found = named(lakeRoot, number);
    if (!found.digest().equals(digest)) {
      throw new PipelineException(
          ErrorCode.MANIFEST_INVALID,
          "%s/%s is not the document that %s names: it was replaced. Restore it from a backup; nothing was changed or deleted."
              .formatted(lakeRoot, path(number), Horizon.PATH));
    }
    return found.manifest();
  }

  /**
   * As {@link #latest}, for what is to follow it: no number before it is missing, and it is chained
   * to the one before, which is read too. The others are not read.
   *
   * @throws PipelineException {@code MANIFEST_INVALID} when that is not so
   */
  public static Optional<Committed> head(String lakeRoot) {
    return steady(lakeRoot, () -> chain(lakeRoot).head().map(Committed::of));
  }

  /** The newest committed manifest, with the digest of its document. */
  public static Optional<Committed> latest(String lakeRoot) {
    return chain(lakeRoot).newest().map(Committed::of);
  }

  /** A committed manifest by its number. */
  public static Optional<Committed> at(String lakeRoot, long number) {
    return chain(lakeRoot).at(number).map(Committed::of);
  }

  /** A committed manifest that another document names. */
  public static Committed named(String lakeRoot, long number) {
    return ifKept(lakeRoot, number)
        .orElseThrow(
            () ->
                new PipelineException(
                    ErrorCode.MANIFEST_INVALID, Horizon.of(lakeRoot).why(lakeRoot, number)));
  }

  /** As {@link #named}; empty when it is not kept any more. */
  public static Optional<Committed> ifKept(String lakeRoot, long number) {
    Optional<Committed> found = at(lakeRoot, number);
    if (found.isEmpty() && Horizon.of(lakeRoot).keeps(number)) {
      throw new PipelineException(
          ErrorCode.MANIFEST_INVALID,
          "%s/%s is missing, and another document names it. Restore it from a backup; nothing was changed."
              .formatted(lakeRoot, path(number)));
    }
    return found;
  }

  /**
   * A manifest with the digest of its document.
   *
   * @param digest SHA-256 in lower-case hex
   */
  public record Committed(Manifest manifest, String digest) {
    private static Committed of(Chain.Entry<Manifest> entry) {
      return new Committed(entry.document(), entry.digest());
    }
  }

  /** The evidence of a lake's failed runs, newest first; empty when there is none. */
  public static List<Manifest> failed(String lakeRoot) {
    List<Manifest> manifests = new ArrayList<>();
    for (String name : names(lakeRoot, FAILED)) {
      if (name.endsWith(".json")) {
        failed(lakeRoot, name).ifPresent(manifests::add);
      }
    }
    manifests.sort(Comparator.comparing((Manifest m) -> m.run().startedAt()).reversed());
    return List.copyOf(manifests);
  }

  /** The run that began last, committed or failed; empty in a lake without runs. */
  public static Optional<Manifest> newest(String lakeRoot) {
    return Stream.concat(
            latest(lakeRoot).map(Committed::manifest).stream(), failed(lakeRoot).stream())
        .max(
            Comparator.comparing((Manifest run) -> run.run().startedAt())
                .thenComparing(Manifest::number));
  }

  public static byte[] toJson(Manifest manifest) {
    return Documents.write(EntryDocument.of(manifest));
  }

  /**
   * Reads one manifest.
   *
   * @param lakeRoot in which its tables are looked up
   * @param name its path, for messages
   * @throws PipelineException {@code MANIFEST_INVALID} when it is broken or newer than this version
   */
  public static Manifest fromJson(String lakeRoot, byte[] json, String name) {
    return Documents.read(
            json, EntryDocument.class, name, Manifest.VERSION, EntryDocument::complete)
        .manifest(lakeRoot);
  }

  /** A lake whose manifests listed files themselves is not read any more. */
  private static void requireNoneOfFirstFormat(String lakeRoot) {
    if (names(lakeRoot, FIRST_FORMAT).stream().anyMatch(Chain::isNumbered)) {
      throw new PipelineException(
          ErrorCode.MANIFEST_INVALID,
          "%s is a lake of the first format, whose manifests lie in %s; this Sluice keeps tables of Iceberg and does not read it. Begin anew: name another `lake` in pipeline.yaml, or move this folder away, and run; the sources are read again. Or go on with the Sluice that wrote it. Nothing was changed."
              .formatted(lakeRoot, FIRST_FORMAT));
    }
  }

  private static List<String> names(String lakeRoot, String folder) {
    try {
      return DocumentStore.of(lakeRoot).list(folder);
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.LAKE_READ, "Cannot list " + lakeRoot + "/" + folder + ": " + e, e);
    }
  }

  /** The evidence of one failed run, by its name in {@link #FAILED}; empty when it is gone. */
  public static Optional<Manifest> failed(String lakeRoot, String name) {
    String path = FAILED + "/" + name;
    try {
      return DocumentStore.of(lakeRoot)
          .read(path)
          .map(json -> fromJson(lakeRoot, json, lakeRoot + "/" + path));
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.LAKE_READ, "Cannot read " + lakeRoot + "/" + path + ": " + e, e);
    }
  }
}
