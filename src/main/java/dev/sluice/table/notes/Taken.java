// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table.notes;

import dev.sluice.table.time.Watermark;
import java.io.Serializable;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What was taken in. */
public final class Taken implements Serializable {
  private static final long serialVersionUID = 1L;

  public static final Taken NOTHING = new Taken("", List.of(), Cursor.NONE);

  private final String spec;
  private final @Nullable StoredNotes<SourceFile> base;
  private final boolean isForgotten;
  private final Map<String, SourceFile> put;
  private final Set<String> gone;
  private final Cursor cursor;
  private final Watermark watermark;
  private final String computed;
  private final Map<String, String> definition;
  private final List<String> evolved;
  private transient @Nullable List<SourceFile> read;

  private Taken(
      String spec,
      @Nullable StoredNotes<SourceFile> base,
      boolean isForgotten,
      Map<String, SourceFile> put,
      Set<String> gone,
      Cursor cursor,
      Watermark watermark,
      String computed,
      Map<String, String> definition,
      List<String> evolved) {
    this.spec = spec;
    this.base = base;
    this.isForgotten = isForgotten;
    this.put = Map.copyOf(put);
    this.gone = Set.copyOf(gone);
    this.cursor = cursor;
    this.watermark = watermark;
    this.computed = computed;
    this.definition = Map.copyOf(definition);
    this.evolved = List.copyOf(evolved);
  }

  /**
   * What no commit notes so far.
   *
   * @param spec digest of what the spec says of how rows are made; empty where nobody asks
   * @param sources of a raw table: the source files whose rows are there, as they were when they
   *     were read
   * @param cursor of a raw table: how far its source was taken in
   */
  public Taken(String spec, List<SourceFile> sources, Cursor cursor) {
    this(
        spec,
        null,
        false,
        byPath(sources),
        Set.of(),
        cursor,
        Watermark.NONE,
        "",
        Map.of(),
        List.of());
  }

  private static Map<String, SourceFile> byPath(List<SourceFile> sources) {
    return sources.stream()
        .collect(Collectors.toMap(SourceFile::path, source -> source, (a, b) -> b));
  }

  /** What a commit notes. */
  public static Taken of(String spec, StoredNotes<SourceFile> sources, Cursor cursor) {
    return new Taken(
        spec, sources, false, Map.of(), Set.of(), cursor, Watermark.NONE, "", Map.of(), List.of());
  }

  /** The same, all source files of which a commit notes. */
  public Taken noted(StoredNotes<SourceFile> sources) {
    return new Taken(
        spec, sources, false, Map.of(), Set.of(), cursor, watermark, computed, definition, evolved);
  }

  public String spec() {
    return spec;
  }

  public Cursor cursor() {
    return cursor;
  }

  /** The source files that are taken in, in the order of their paths. */
  public synchronized List<SourceFile> sources() {
    if (read == null) {
      read = readAll();
    }
    return read;
  }

  private List<SourceFile> readAll() {
    Map<String, SourceFile> all = new TreeMap<>();
    if (base != null && !isForgotten) {
      all.putAll(base.read());
      all.keySet().removeAll(gone);
    }
    all.putAll(put);
    return List.copyOf(all.values());
  }

  /** What an earlier commit notes; null when there is none. */
  public @Nullable StoredNotes<SourceFile> base() {
    return base;
  }

  /** Whether nothing of {@link #base()} stays. */
  public boolean isForgotten() {
    return isForgotten;
  }

  /** The source files that came or changed since {@link #base()}, by path. */
  public Map<String, SourceFile> put() {
    return put;
  }

  /** The paths of those of {@link #base()} that do not stay. */
  public Set<String> gone() {
    return gone;
  }

  /** Of a raw table: how far the event time of its rows came. */
  public Watermark watermark() {
    return watermark;
  }

  /** The same with event time that came so far. */
  public Taken passing(Watermark now) {
    return new Taken(
        spec, base, isForgotten, put, gone, cursor, now, computed, definition, evolved);
  }

  /** The same with a digest and a cursor of today. */
  public Taken by(String digest, Cursor reached) {
    return new Taken(
        digest, base, isForgotten, put, gone, reached, watermark, computed, definition, evolved);
  }

  /** The same with files taken away, then others put in. */
  public Taken with(Collection<String> left, Collection<SourceFile> more) {
    Map<String, SourceFile> files = new HashMap<>(put);
    files.keySet().removeAll(left);
    Set<String> going = new HashSet<>(gone);
    going.addAll(left);
    more.forEach(file -> files.put(file.path(), file));
    return new Taken(
        spec,
        base,
        isForgotten,
        files,
        isForgotten ? Set.of() : going,
        cursor,
        watermark,
        computed,
        definition,
        evolved);
  }

  /**
   * Of an incremental model: how much of it the run computed and why, as people read it; empty for
   * others.
   */
  public String computed() {
    return computed;
  }

  /** The same with how much of a model was computed, and why. */
  public Taken computing(String how) {
    return new Taken(
        spec, base, isForgotten, put, gone, cursor, watermark, how, definition, evolved);
  }

  /**
   * By the parts of what the spec says of the table, such as {@code sql} or {@code rule positive},
   * a digest of each; empty where no run noted it.
   */
  public Map<String, String> definition() {
    return definition;
  }

  /** The same with digests of what the spec says of the table. */
  public Taken defined(Map<String, String> digests) {
    return new Taken(
        spec, base, isForgotten, put, gone, cursor, watermark, computed, digests, evolved);
  }

  /**
   * Of a table: the columns that it has, or has wider, because its source does, as lines of {@code
   * columns}.
   */
  public List<String> evolved() {
    return evolved;
  }

  /** The same with columns that the spec does not say. */
  public Taken evolving(List<String> lines) {
    return new Taken(
        spec, base, isForgotten, put, gone, cursor, watermark, computed, definition, lines);
  }

  /** The same without any source file. */
  public Taken forgotten() {
    return new Taken(
        spec, base, true, Map.of(), Set.of(), cursor, watermark, computed, definition, evolved);
  }

  /** The same with the present name of the cursor's column, by the earlier ones. */
  public Taken naming(Map<String, String> names) {
    String column = names.getOrDefault(cursor.column(), cursor.column());
    return by(spec, new Cursor(column, cursor.value()));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Taken taken
        && taken.spec.equals(spec)
        && taken.cursor.equals(cursor)
        && taken.sources().equals(sources());
  }

  @Override
  public int hashCode() {
    return Objects.hash(spec, cursor);
  }
}
