// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table.past;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.store.document.DocumentKind;
import dev.sluice.store.document.DocumentStore;
import dev.sluice.store.document.Documents;
import dev.sluice.store.object.ObjectStore;
import dev.sluice.table.notes.NoteBook;
import dev.sluice.table.notes.NoteBook.Page;
import java.io.IOException;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * From where on a lake's log is kept. It is written before anything is removed, so that entries
 * that are missing without it were lost.
 *
 * @param version of this format
 * @param first the number of the first entry of the chain that is kept
 * @param previous the digest of the entry before that one; empty when there was none
 * @param kept earlier entries that are kept one by one, with the digest of each, by number
 * @param runs what is told of the others, by number
 */
public record Horizon(
    int version, long first, String previous, NavigableMap<Long, String> kept, NoteBook runs) {
  public static final int VERSION = 1;

  /** The folder of the log, relative to the lake's root. */
  public static final String LOG = "_sluice/log";

  /** Where it lies, relative to the lake's root. */
  public static final String PATH = LOG + "/" + Horizon.NAME;

  /** The folder of the pages on earlier runs, relative to the lake's root. */
  public static final String PAGES = "_sluice/past";

  private static final String NAME = "horizon.json";

  /** Of a lake whose every entry is kept. */
  public static final Horizon NONE = new Horizon(VERSION, 1, "", new TreeMap<>(), NoteBook.EMPTY);

  public Horizon {
    kept = new TreeMap<>(kept);
  }

  /**
   * That of a lake; {@link #NONE} where everything is kept.
   *
   * @throws PipelineException MANIFEST_INVALID when it is broken
   */
  public static Horizon of(String root) {
    return content(root).map(content -> parse(root, content)).orElse(NONE);
  }

  /** As {@link #of}, for whoever has listed the log already. */
  public static Horizon of(String root, Iterable<String> names) {
    for (String name : names) {
      if (name.equals(NAME)) {
        return of(root);
      }
    }
    return NONE;
  }

  private static Horizon parse(String root, byte[] content) {
    return Documents.read(content, Horizon.class, root + "/" + PATH, VERSION);
  }

  private static Optional<byte[]> content(String root) {
    try {
      return DocumentStore.of(root).read(PATH);
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.LAKE_READ, "Cannot read %s/%s: %s".formatted(root, PATH, e), e);
    }
  }

  /** The same, but for where the chain begins. */
  public Horizon from(long number, String before) {
    return new Horizon(version, number, before, kept, runs);
  }

  /** The same with an entry that is kept by itself. */
  public Horizon with(long number, String digest) {
    NavigableMap<Long, String> more = new TreeMap<>(kept);
    more.put(number, digest);
    return new Horizon(version, first, previous, more, runs);
  }

  /** Whether an entry is to be there. */
  public boolean keeps(long number) {
    return number >= first || kept.containsKey(number);
  }

  /** What is told of the runs that are not kept, by number. */
  public Map<Long, PastRun> past(String root) {
    Map<Long, PastRun> past = new TreeMap<>();
    runs.read(root, PastRun.class).forEach((number, run) -> past.put(Long.valueOf(number), run));
    return past;
  }

  /** Why there is no entry of such a number, and what can be done instead. */
  public String why(String root, long number) {
    return "Run %d of the lake %s is not kept any more: `keep` in pipeline.yaml let `sluice gc` remove what no later run needs. %s are there; `sluice status` lists them."
        .formatted(number, root, there());
  }

  private String there() {
    return kept.isEmpty()
        ? "The runs from %d on".formatted(first)
        : "The runs from %d on, and %s,"
            .formatted(
                first,
                String.join(
                    ", ", kept.keySet().stream().map(each -> Long.toString(each)).toList()));
  }

  /**
   * Takes the place of an earlier one, in one atomic step; its pages are on disk by then.
   *
   * @return false, with nothing done, when another process was faster
   */
  public boolean replace(String root, Horizon before) {
    try {
      byte[] expected = content(root).orElse(null);
      boolean isAsRead =
          expected == null ? before.equals(NONE) : before.equals(parse(root, expected));
      ObjectStore.of(root).sync(runs.newSince(before.runs()).stream().map(Page::path).toList());
      return isAsRead
          && DocumentStore.of(root)
              .replace(DocumentKind.HORIZON, PATH, expected, Documents.write(this));
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.LAKE_WRITE,
          "Cannot write %s/%s: %s. Nothing was removed.".formatted(root, PATH, e),
          e);
    }
  }
}
