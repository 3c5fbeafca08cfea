// SPDX-License-Identifier: Apache-2.0
package dev.sluice.store.document;

import dev.sluice.store.GcsClient;
import dev.sluice.store.Lakes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The small documents of a lake, by path relative to its root.
 *
 * <p>What was created or replaced is on disk when the call returns. A document is whole or absent.
 */
public interface DocumentStore {
  /** The store of a lake. */
  static DocumentStore of(String lakeRoot) {
    return Lakes.isRemote(lakeRoot)
        ? new GcsDocuments(GcsClient.get(), lakeRoot)
        : new LocalDocuments(Path.of(lakeRoot));
  }

  /**
   * Creates a document, or leaves the one that is there alone.
   *
   * @return whether this call created it; false when the name is taken
   * @throws OutcomeUnknownException when the answer was lost: it may have been created
   * @throws IOException when it was certainly not created
   */
  boolean create(DocumentKind kind, String path, byte[] content) throws IOException;

  /**
   * Swaps a document's content in one atomic step.
   *
   * @param expected what the caller read; null for a document that is not there
   * @return false, with nothing done, when the document is no longer what the caller read
   */
  boolean replace(DocumentKind kind, String path, byte @Nullable [] expected, byte[] content)
      throws IOException;

  /** A document's content; empty when there is none. */
  Optional<byte[]> read(String path) throws IOException;

  /** The names of a folder's documents in order, those under way left out; empty without one. */
  List<String> list(String folder) throws IOException;

  /**
   * Removes a document that nothing refers to any more, or an empty folder; does nothing when there
   * is none.
   */
  void remove(String path) throws IOException;

  /** The answer to a write was lost. */
  final class OutcomeUnknownException extends IOException {
    private static final long serialVersionUID = 1L;

    public OutcomeUnknownException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
