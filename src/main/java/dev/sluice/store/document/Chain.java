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
  private final Beginning beginning;

  /**
   * A chain of a lake.
   *
   * @param folder relative to the lake's root
   */
  public Chain(String root, String folder, DocumentKind kind, Parser<T> parser) {
    this(root, folder, kind, parser, names -> Start.FIRST);
  }

  private Chain(
      String root, String folder, DocumentKind kind, Parser<T> parser, Beginning beginning) {
    this.root = root;
    this.folder = folder;
    this.kind = kind;
    this.parser = parser;
    this.beginning = beginning;
  }

  /** The same chain, whose earlier documents are not kept. */
  public Chain<T> from(Beginning where) {
    return new Chain<>(root, folder, kind, parser, where);
  }

  /**
   * The first document that is kept.
   *
   * @param number of it
   * @param previous the digest of the one before; empty when there was none
   */
  public record Start(long number, String previous) {
    public static final Start FIRST = new Start(1, "");
  }

  /** Tells where a chain begins. */
  @FunctionalInterface
  public interface Beginning {
    /**
     * Looks where.
     *
     * @param names of all documents in the chain's folder
     */
    Start of(List<String> names);
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
    return folder + "/" + name(number);
  }

  private static String name(long number) {
    return "%06d.json".formatted(number);
  }

  /**
   * Every document that is kept, oldest first.
   *
   * @throws PipelineException MANIFEST_INVALID when one is missing, broken, foreign or newer
   */
  public List<Entry<T>> all() {
    List<Entry<T>> entries = new ArrayList<>();
    Listed listed = whole();
    String previous = listed.start().previous();
    for (int i = 0; i < listed.names().size(); i++) {
      Entry<T> entry = following(listed.number(i), previous);
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
    Listed listed = whole();
    int last = listed.names().size() - 1;
    if (last < 0) {
      return Optional.empty();
    }
    String previous =
        last == 0 ? listed.start().previous() : open(path(listed.number(last - 1))).digest();
    return Optional.of(following(listed.number(last), previous));
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

  /** The names of documents from where the chain begins, in order. */
  private record Listed(Start start, List<String> names) {
    long number(int index) {
      return start.number() + index;
    }

    /** How many names from the first on are without a gap. */
    int gap() {
      int count = 0;
      while (count < names.size() && names.get(count).equals(name(number(count)))) {
        count++;
      }
      return count;
    }

    /** Whether a document is missing: a chain that does not begin with the first never ends. */
    boolean hasGap() {
      return gap() < names.size() || (names.isEmpty() && start.number() > 1);
    }
  }

  /** Those of all documents, of which none is missing. */
  private Listed whole() {
    Listed listed = listed();
    if (listed.hasGap()) { // a listing may miss what another process creates meanwhile
      listed = listed();
    }
    if (listed.hasGap()) {
      throw missing(listed);
    }
    return listed;
  }

  private PipelineException missing(Listed listed) {
    String path = root + "/" + path(listed.number(listed.gap()));
    String how =
        listed.names().isEmpty()
            ? "is missing, and so is all that came after it. Restore it from a backup"
            : "is missing, though %s follows: it was removed, or %<s was copied in. Restore it from a backup, or move the copy out of the lake"
                .formatted(listed.names().get(listed.gap()));
    return new PipelineException(
        ErrorCode.MANIFEST_INVALID, path + " " + how + "; nothing was changed or deleted.");
  }

  /** The last document; empty when there is none. */
  public Optional<Entry<T>> newest() {
    Listed listed = listed();
    List<String> names = listed.names();
    if (names.isEmpty() && listed.hasGap()) {
      throw missing(listed);
    }
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(open(folder + "/" + names.get(names.size() - 1)));
  }

  /** A document by its number, also one from before the chain's beginning. */
  public Optional<Entry<T>> at(long number) {
    return find(path(number));
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
    return find(path)
        .orElseThrow(
            () ->
                new PipelineException(
                    ErrorCode.LAKE_READ,
                    "Cannot read %s/%s: it disappeared while listed".formatted(root, path)));
  }

  private Optional<Entry<T>> find(String path) {
    try {
      return store().read(path).map(content -> entry(path, content));
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.LAKE_READ, "Cannot read %s/%s: %s".formatted(root, path, e), e);
    }
  }

  private Entry<T> entry(String path, byte[] content) {
    return new Entry<>(
        parser.parse(content, root + "/" + path),
        Documents.digest(content),
        new String(content, StandardCharsets.UTF_8));
  }

  private Listed listed() {
    try {
      List<String> all = store().list(folder);
      Start start = beginning.of(all);
      List<String> names =
          all.stream()
              .filter(Chain::isNumbered)
              .filter(name -> BY_NUMBER.compare(name, name(start.number())) >= 0)
              .sorted(BY_NUMBER)
              .toList();
      return new Listed(start, names);
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.LAKE_READ, "Cannot list %s/%s: %s".formatted(root, folder, e), e);
    }
  }

  private DocumentStore store() {
    return DocumentStore.of(root);
  }
}
