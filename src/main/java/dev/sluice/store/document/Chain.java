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
  private static final Pattern NUMBERED = Pattern.compile("[0-9]{6,}\\.json");

  private final String root;
  private final String folder;
  private final DocumentKind kind;
  private final Class<T> type;
  private final int version;

  /**
   * A chain of a lake.
   *
   * @param folder relative to the lake's root
   * @param version the newest format this Sluice knows
   */
  public Chain(String root, String folder, DocumentKind kind, Class<T> type, int version) {
    this.root = root;
    this.folder = folder;
    this.kind = kind;
    this.type = type;
    this.version = version;
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
    for (String name : names()) {
      Entry<T> entry = open(folder + "/" + name);
      long number = entries.size() + 1L;
      if (entry.document().number() != number || !entry.document().previous().equals(previous)) {
        throw new PipelineException(
            ErrorCode.MANIFEST_INVALID,
            "%s/%s/%s does not follow the document before it: one of them was removed, replaced or copied in. Restore the folder from a backup; nothing was changed."
                .formatted(root, folder, name));
      }
      entries.add(entry);
      previous = entry.digest();
    }
    return List.copyOf(entries);
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
      T document = Documents.read(content, type, root + "/" + path, version);
      return new Entry<>(
          document, Documents.digest(content), new String(content, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.LAKE_READ, "Cannot read %s/%s: %s".formatted(root, path, e), e);
    }
  }

  private List<String> names() {
    try {
      return store().list(folder).stream()
          .filter(name -> NUMBERED.matcher(name).matches())
          .sorted(Comparator.comparingInt(String::length).thenComparing(n -> n))
          .toList();
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.LAKE_READ, "Cannot list %s/%s: %s".formatted(root, folder, e), e);
    }
  }

  private DocumentStore store() {
    return DocumentStore.of(root);
  }
}
