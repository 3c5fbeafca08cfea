// SPDX-License-Identifier: Apache-2.0
package dev.sluice.care.document;

import dev.sluice.care.document.DocumentReader.Read;
import dev.sluice.commit.checkpoint.Checkpoint.Finished;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.fact.Fact;
import dev.sluice.promote.release.ProductionLayout;
import dev.sluice.promote.release.Release;
import dev.sluice.store.Sha256;
import dev.sluice.store.object.ObjectStore;
import dev.sluice.table.DataFile;
import dev.sluice.table.TableState;
import dev.sluice.table.iceberg.SnapshotFiles;
import dev.sluice.table.iceberg.TableFile;
import dev.sluice.table.iceberg.TablePointer;
import dev.sluice.table.iceberg.TableSnapshot;
import dev.sluice.table.iceberg.TableSnapshot.MetadataPart;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.notes.NoteBook;
import dev.sluice.table.notes.NotedSources;
import dev.sluice.table.past.Horizon;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.io.CloseableIterable;
import org.jspecify.annotations.Nullable;

/** The data files that documents name. */
public final class NamedFiles {
  /** The length of a file that nobody noted: its checksum tells. */
  private static final long UNKNOWN = -1;

  private final Map<Content, Named> all = new LinkedHashMap<>();
  private final Map<Content, Named> others;
  private final List<LakeProblem> unreadable = new ArrayList<>();

  private record Content(String path, long bytes, String sha256) {}

  /** How the files end in which states keep what is known of the values of their tables. */
  private static final String STATS = ".puffin";

  private static final String STATS_REMEDY =
      " It holds statistics, and no row is lost: the next run that changes the table writes them anew, and `sluice gc` removes this file with the runs that had it.";

  /**
   * How a file is named.
   *
   * @param by the first document that names it
   * @param use what it is for
   */
  private record Named(String by, Use use) {
    boolean isNeeded() {
      return use != Use.ATTEMPT && use != Use.PAST;
    }
  }

  private enum Use {
    /** A reader needs it. */
    READER(" Restore it from a backup; nothing was changed or deleted."),
    /** It can be made anew of what readers need. */
    COPY(
        " Move it away, and production/current.json too: the next run or `sluice promote releases` makes both anew."),
    /** A release that is not shown any more left it: it may be gone. */
    PAST(" No reader needs it any more: `sluice gc` removes it."),
    /** Only an attempt left it: it may be gone. */
    ATTEMPT(" No commit needs it: the next run makes it anew, and `sluice gc` removes it.");

    private final String remedy;

    Use(String remedy) {
      this.remedy = remedy;
    }
  }

  private NamedFiles(Map<Content, Named> others) {
    this.others = others;
  }

  public static NamedFiles namedBy(LakeDocuments papers) {
    return namedBy(papers, Map.of());
  }

  /** Those that other documents name, as far as their tables' states can still be read. */
  public Set<String> beyond(LakeDocuments papers) {
    Set<String> more = namedBy(papers, all).needed();
    more.removeAll(needed());
    return more;
  }

  private static NamedFiles namedBy(LakeDocuments papers, Map<Content, Named> others) {
    NamedFiles files = new NamedFiles(others);
    Named onPast = new Named(Horizon.PATH, Use.READER);
    files.pages(papers.marks().horizon().runs(), onPast);
    for (Read<Manifest> manifest : papers.manifests().intact().values()) {
      manifest.document().tables().forEach(table -> files.add(manifest, table, Use.READER));
    }
    papers.releases().intact().values().forEach(release -> files.add(papers.lake(), release));
    papers.shown().ifPresent(release -> files.placed(papers.lake(), release));
    for (Read<Manifest> failed : papers.failed()) {
      failed
          .document()
          .tables()
          .forEach(
              table ->
                  files.add(
                      failed,
                      table,
                      table.kind() == TableState.Kind.DEAD ? Use.READER : Use.ATTEMPT));
    }
    papers.checkpoints().values().forEach(run -> run.forEach(files::add));
    return files;
  }

  private void add(String lake, Read<Release> release) {
    Named named = new Named(release.path(), Use.READER);
    release.document().tables().forEach((name, table) -> add(table.in(lake, name), named));
    Named past = new Named(release.path(), Use.PAST);
    release
        .document()
        .tables()
        .forEach(
            (name, table) ->
                ProductionLayout.lasting(name, table)
                    .forEach(file -> add(new Content(file.path(), UNKNOWN, file.sha256()), past)));
  }

  private void placed(String lake, Read<Release> release) {
    Named named = new Named(release.path(), Use.COPY);
    release
        .document()
        .tables()
        .forEach(
            (name, table) -> {
              try {
                ProductionLayout.of(lake, name, table)
                    .forEach(file -> add(new Content(file.path(), UNKNOWN, file.sha256()), named));
              } catch (PipelineException e) {
                return; // that the state is unreadable was noted with the release
              }
            });
  }

  private void add(Read<?> document, TableState table, Use use) {
    Named named = new Named(document.path(), use);
    table.data().put().forEach(file -> add(content(file), named));
    if (use == Use.ATTEMPT) {
      return; // what an attempt builds on is its commit's to name
    }
    if (table.data().base() instanceof SnapshotFiles stored) {
      pages(stored.state().parts(), named);
      add(stored, named);
    }
    if (table.taken().base() instanceof NotedSources noted) {
      pages(noted.book(), named);
    }
  }

  private void pages(NoteBook book, Named named) {
    book.pages().forEach(page -> add(new Content(page.path(), UNKNOWN, page.sha256()), named));
  }

  /**
   * Of one state that many documents name, the files are looked up once, and so are those of a part
   * that many states have: what is read follows what changed from state to state.
   */
  private void add(SnapshotFiles stored, Named named) {
    TablePointer pointer = stored.state().pointer();
    Content state = new Content(pointer.path(), UNKNOWN, pointer.sha256());
    if (pointer.equals(TablePointer.NONE) || isKnown(state)) {
      return;
    }
    add(state, named);
    try {
      TableSnapshot snapshot = stored.snapshot();
      Map<String, String> parts =
          snapshot.parts().stream()
              .collect(Collectors.toMap(MetadataPart::path, MetadataPart::sha256));
      List<ManifestFile> unknown =
          snapshot.manifests(Expressions.alwaysTrue()).stream()
              .filter(each -> !isKnown(part(snapshot.path(each), parts)))
              .toList();
      parts.keySet().forEach(path -> add(part(path, parts), named));
      for (ManifestFile manifest : unknown) {
        add(snapshot, manifest, named);
      }
    } catch (PipelineException e) {
      unreadable.add(new LakeProblem(e.code(), part(e.getMessage(), pointer), e.getMessage()));
    }
  }

  private static Content part(String path, Map<String, String> digests) {
    return new Content(path, UNKNOWN, digests.getOrDefault(path, ""));
  }

  private void add(TableSnapshot snapshot, ManifestFile manifest, Named named) {
    try (CloseableIterable<TableFile> files = snapshot.names(manifest)) {
      for (TableFile file : files) {
        add(new Content(file.path(), file.bytes(), file.sha256()), named);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isKnown(Content content) {
    return all.containsKey(content) || others.containsKey(content);
  }

  /** The file that a message is about: it begins with the file's path, which has no space. */
  private static String part(String message, TablePointer state) {
    String table = state.path().substring(0, state.path().lastIndexOf('/') + 1);
    int begin = message.indexOf(table);
    int end = begin < 0 ? -1 : message.indexOf(' ', begin + table.length());
    return end < 0 ? state.path() : message.substring(begin, end);
  }

  /** States of which some part is lost or damaged, so that nobody knows all files of them. */
  public List<LakeProblem> unreadable() {
    return List.copyOf(unreadable);
  }

  private void add(Read<Finished> checkpoint) {
    paths(checkpoint.document())
        .forEach(file -> add(content(file), new Named(checkpoint.path(), Use.ATTEMPT)));
  }

  private void add(Content content, Named named) {
    all.merge(content, named, (a, b) -> b.isNeeded() && !a.isNeeded() ? b : a);
  }

  private static Content content(DataFile file) {
    return new Content(file.path(), file.content().bytes(), file.content().sha256());
  }

  /** The files that a finished table left. */
  public static List<DataFile> paths(Finished finished) {
    return finished.facts().stream()
        .filter(Fact.Live.class::isInstance)
        .map(fact -> ((Fact.Live) fact).file())
        .toList();
  }

  /** The paths that readers need. */
  public Set<String> needed() {
    return all.entrySet().stream()
        .filter(each -> each.getValue().isNeeded())
        .map(each -> each.getKey().path())
        .collect(Collectors.toCollection(HashSet::new));
  }

  /**
   * What a look at every file found.
   *
   * @param bytes that were read; a file with two names is read once
   */
  public record Looked(long files, long bytes, List<LakeProblem> problems) {}

  /** Reads every file, several at a time. */
  public Looked look(String lake) {
    Map<Object, String> digests = new ConcurrentHashMap<>();
    AtomicLong bytes = new AtomicLong();
    List<LakeProblem> problems = new ArrayList<>(damaged(lake, digests, bytes));
    Set<String> known = problems.stream().map(LakeProblem::file).collect(Collectors.toSet());
    unreadable.stream()
        .filter(each -> known.stream().noneMatch(each.message()::contains))
        .forEach(problems::add);
    problems.sort(Comparator.comparing(LakeProblem::file));
    long files = all.keySet().stream().map(Content::path).distinct().count();
    return new Looked(files, bytes.get(), problems);
  }

  private List<LakeProblem> damaged(String lake, Map<Object, String> digests, AtomicLong bytes) {
    return all.entrySet().parallelStream()
        .flatMap(
            each ->
                problem(lake, each.getKey(), each.getValue(), digests, bytes)
                    .map(what -> problem(each.getKey(), each.getValue(), what))
                    .stream())
        .toList();
  }

  private static LakeProblem problem(Content content, Named named, String what) {
    boolean isStats = named.use() == Use.READER && content.path().endsWith(STATS);
    String remedy = isStats ? STATS_REMEDY : named.use().remedy;
    return new LakeProblem(ErrorCode.LAKE_READ, content.path(), what + "." + remedy);
  }

  private static Optional<String> problem(
      String lake, Content content, Named named, Map<Object, String> digests, AtomicLong read) {
    ObjectStore store = ObjectStore.of(lake);
    try {
      ObjectStore.Item item =
          store.look(content.path()).orElseThrow(() -> new NoSuchFileException(content.path()));
      if (content.bytes() != UNKNOWN && item.bytes() != content.bytes()) {
        return Optional.of(
            "The file has %d bytes, but %s says %d"
                .formatted(item.bytes(), named.by(), content.bytes()));
      }
      String digest =
          digests.computeIfAbsent(
              item.identity(),
              key -> {
                read.addAndGet(item.bytes());
                return sha256(store, content.path());
              });
      return digest.equals(content.sha256())
          ? Optional.empty()
          : Optional.of(
              "The file was changed: its SHA-256 is not the one that %s says"
                  .formatted(named.by()));
    } catch (UncheckedIOException e) {
      return unread(named, e.getCause());
    } catch (IOException e) {
      return unread(named, e);
    }
  }

  private static Optional<String> unread(Named named, @Nullable Throwable e) {
    if (!(e instanceof NoSuchFileException)) {
      return Optional.of("The file cannot be read: " + e);
    }
    return named.isNeeded()
        ? Optional.of("The file is missing, but %s names it".formatted(named.by()))
        : Optional.empty();
  }

  private static String sha256(ObjectStore store, String path) {
    try (InputStream in = store.open(path)) {
      return Sha256.of(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
