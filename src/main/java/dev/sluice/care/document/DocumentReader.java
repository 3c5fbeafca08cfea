// SPDX-License-Identifier: Apache-2.0
package dev.sluice.care.document;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.promote.release.Release;
import dev.sluice.store.document.DocumentStore;
import dev.sluice.store.document.Documents;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.ManifestStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads documents one after the other, and notes what is wrong with each instead of stopping. */
public final class DocumentReader {
  /** What messages call a document whose path stands beside them. */
  private static final String NAME = "The document";

  private final String root;
  private final DocumentStore store;
  private final List<LakeProblem> problems = new ArrayList<>();
  private long documents;
  private long bytes;

  public DocumentReader(String root) {
    this.root = root;
    this.store = DocumentStore.of(root);
  }

  String root() {
    return root;
  }

  /** A document with its digest, by which others refer to it. */
  public record Read<T>(String path, T document, String digest) {}

  /** Reads what documents of one kind say. */
  public interface Parser<T> {
    /** Of records that are written as they are; the newest format this Sluice knows. */
    static <T> Parser<T> of(Class<T> type, int version) {
      return (root, content) -> Documents.read(content, type, NAME, version);
    }

    /** Of manifests. */
    static Parser<Manifest> ofManifests() {
      return (root, content) -> ManifestStore.fromJson(root, content, NAME);
    }

    /** Of releases. */
    static Parser<Release> ofReleases() {
      return (root, content) -> Release.read(content, NAME);
    }

    T read(String root, byte[] content);
  }

  /**
   * Reads a document; empty when there is none, or when it is broken.
   *
   * @param version the newest format this Sluice knows
   * @param otherwise what can be done without a backup
   */
  <T> Optional<Read<T>> open(String path, Class<T> type, int version, String otherwise) {
    return open(path, Parser.of(type, version), otherwise);
  }

  /** As {@link #open(String, Class, int, String)}, by a parser. */
  <T> Optional<Read<T>> open(String path, Parser<T> parser, String otherwise) {
    try {
      Optional<byte[]> content = store.read(path);
      if (content.isEmpty()) {
        return Optional.empty();
      }
      documents++;
      bytes += content.get().length;
      T document = parser.read(root, content.get());
      return Optional.of(new Read<>(path, document, Documents.digest(content.get())));
    } catch (PipelineException e) {
      problem(e.code(), path, (e.getMessage() + " " + otherwise).strip());
    } catch (IOException e) {
      problem(ErrorCode.LAKE_READ, path, "The document cannot be read: " + e + ".");
    }
    return Optional.empty();
  }

  /** The names of a folder's documents, in order. */
  List<String> names(String folder) {
    try {
      return store.list(folder);
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.LAKE_READ, "Cannot list %s/%s: %s".formatted(root, folder, e), e);
    }
  }

  public void invalid(String path, String message) {
    problem(ErrorCode.MANIFEST_INVALID, path, message);
  }

  private void problem(ErrorCode code, String path, String message) {
    LakeProblem problem = new LakeProblem(code, path, message);
    if (!problems.contains(problem)) {
      problems.add(problem);
    }
  }

  public List<LakeProblem> problems() {
    return List.copyOf(problems);
  }

  public long documents() {
    return documents;
  }

  public long bytes() {
    return bytes;
  }
}
