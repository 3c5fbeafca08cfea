// SPDX-License-Identifier: Apache-2.0
package dev.sluice.store.document;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A folder of numbered documents of which each names the digest of the one before: only ever
 * appended to, and a changed, removed or foreign document is found.
 *
 * @param <T> the record of a document
 */
public final class Chain<T extends Chain.Link> {
  private static final Pattern NUMBERED = Pattern.compile("[0-9]{6,18}\\.json");

  /** Of names that {@link #isNumbered}. */
  public static final Comparator<String> BY_NUMBER =
      Comparator.comparingInt(String::length).thenComparing(name -> name);

  private final String root;
  private final String folder;
  private final DocumentKind kind;
  private final Parser<T> parser;

  /**
   * A chain of a lake.
   *
   * @param folder relative to the lake's root
   */
  public Chain(String root, String folder, DocumentKind kind, Parser<T> parser) {
    this.root = root;
    this.folder = folder;
    this.kind = kind;
    this.parser = parser;
  }

  /**
   * A chain whose documents are sealed records.
   *
   * @param version the newest format this Sluice knows
   */
  public Chain(String root, String folder, DocumentKind kind, Class<T> type, int version) {
    this(root, folder, kind, (json, name) -> Documents.read(json, type, name, version));
  }

  /** Makes a document of its bytes. */
  @FunctionalInterface
  public interface Parser<T> {
    /**
     * Parses one document.
     *
     * @param name its path, for messages
     * @throws PipelineException MANIFEST_INVALID when it is broken or newer
     */
    T parse(byte[] json, String name);
  }

  /** A document of a chain. */
  public interface Link {
    /** 1 for the first. */
    long number();

    /** The digest of the document before; empty for the first. */
    String previous();
  }

  /**
   * A document with its digest, by which the next one refers to it.
   *
   * @param content its text
   */
  public record Entry<T>(T document, String digest, String content) {}

  /** Whether a file's name is that of a document of a chain. */
  public static boolean isNumbered(String name) {
    return NUMBERED.matcher(name).matches();
  }

  /** Where a document lies, relative to the lake's root. */
  public String path(long number) {
    return folder + "/%06d.json".formatted(number);
  }

  /**
   * Every document, oldest first.
   *
   * @throws PipelineException MANIFEST_INVALID when one is missing, broken, foreign or newer
   */
  public List<Entry<T>> all() {
    List<Entry<T>> entries = new ArrayList<>();
    String previous = "";
    int newest = wholeNames().size();
    for (long number = 1; number <= newest; number++) {
      Entry<T> entry = following(number, previous);
      entries.add(entry);
      previous = entry.digest();
    }
    return List.copyOf(entries);
  }

  /**
   * The last document, for what is to follow it: no number before it is missing, and it is chained
   * to the one before, which is read too. The others are not read.
   *
   * @throws PipelineException MANIFEST_INVALID when that is not so
   */
  public Optional<Entry<T>> head() {
    long newest = wholeNames().size();
    if (newest == 0) {
      return Optional.empty();
    }
    String previous = newest == 1 ? "" : open(path(newest - 1)).digest();
    return Optional.of(following(newest, previous));
  }

  private Entry<T> following(long number, String previous) {
    Entry<T> found = open(path(number));
    if (found.document().number() != number || !found.document().previous().equals(previous)) {
      throw new PipelineException(
          ErrorCode.MANIFEST_INVALID,
          "%s/%s does not follow the document before it: one of them was removed, replaced or copied in. Restore the folder from a backup; nothing was changed or deleted."
              .formatted(root, path(number)));
    }
    return found;
  }

  /** The names of all documents, of which none is missing. */
  private List<String> wholeNames() {
    List<String> names = names();
    int gap = gap(names);
    if (gap < names.size()) { // a listing may miss what another process creates meanwhile
      names = names();
      gap = gap(names);
    }
    if (gap < names.size()) {
      throw new PipelineException(
          ErrorCode.MANIFEST_INVALID,
          "%s/%s is missing, though %s follows: it was removed, or %3$s was copied in. Restore it from a backup, or move the copy out of the lake; nothing was changed or deleted."
              .formatted(root, path(gap + 1L), names.get(gap)));
    }
    return names;
  }

  /** How many names from the first on are without a gap. */
  private int gap(List<String> names) {
    int count = 0;
    while (count < names.size() && path(count + 1L).endsWith("/" + names.get(count))) {
      count++;
    }
    return count;
  }

  /** The last document; empty when there is none. */
  public Optional<Entry<T>> newest() {
    List<String> names = names();
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(open(folder + "/" + names.get(names.size() - 1)));
  }

  /** A document by its number. */
  public Optional<Entry<T>> at(long number) {
    return names().contains("%06d.json".formatted(number))
        ? Optional.of(open(path(number)))
        : Optional.empty();
  }

  /**
   * Appends a document, whose number and predecessor say after which one.
   *
   * @return false, with nothing done, when another document has that number
   */
  public boolean append(T document) {
    return append(document, text -> null);
  }

  /** As {@link #append(Link)}, signed. */
  public boolean append(T document, Documents.Signer signer) {
    try {
      return store().create(kind, path(document.number()), Documents.write(document, signer));
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.LAKE_WRITE,
          "Cannot write %s/%s: %s".formatted(root, path(document.number()), e),
          e);
    }
  }

  private Entry<T> open(String path) {
    try {
      byte[] content =
          store().read(path).orElseThrow(() -> new IOException("it disappeared while listed"));
      T document = parser.parse(content, root + "/" + path);
      return new Entry<>(
          document, Documents.digest(content), new String(content, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.LAKE_READ, "Cannot read %s/%s: %s".formatted(root, path, e), e);
    }
  }

  private List<String> names() {
    try {
      return store().list(folder).stream().filter(Chain::isNumbered).sorted(BY_NUMBER).toList();
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.LAKE_READ, "Cannot list %s/%s: %s".formatted(root, folder, e), e);
    }
  }

  private DocumentStore store() {
    return DocumentStore.of(root);
  }
}
