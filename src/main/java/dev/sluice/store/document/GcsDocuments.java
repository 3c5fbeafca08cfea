// SPDX-License-Identifier: Apache-2.0
package dev.sluice.store.document;

import com.google.cloud.storage.Blob;
import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.BlobListOption;
import com.google.cloud.storage.Storage.BlobTargetOption;
import com.google.cloud.storage.StorageException;
import dev.sluice.store.document.Failpoints.Act;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Documents in a Cloud Storage bucket: a name is taken, and a content swapped, on the condition
 * that the object's generation is what the caller saw, so that of two writers one is refused.
 *
 * <p>The client repeats what failed in passing, up to its limit, with growing pauses; with its
 * condition a repeated write does no harm. When the answer to the last try is lost, the outcome is
 * unknown.
 */
final class GcsDocuments implements DocumentStore {
  private static final int NOT_FOUND = 404;
  private static final int PRECONDITION_FAILED = 412;

  private final Storage storage;
  private final String bucket;
  private final String prefix;

  /**
   * The documents of a lake.
   *
   * @param root {@code gs://bucket} or {@code gs://bucket/prefix}
   */
  GcsDocuments(Storage storage, String root) {
    URI uri = URI.create(root);
    this.storage = storage;
    this.bucket = uri.getAuthority();
    String path = uri.getRawPath();
    this.prefix = path.isEmpty() ? "" : path.substring(1) + "/";
  }

  @Override
  public boolean create(DocumentKind kind, String path, byte[] content) throws IOException {
    return write(kind, path, content, BlobTargetOption.doesNotExist());
  }

  @Override
  public boolean replace(DocumentKind kind, String path, byte @Nullable [] expected, byte[] content)
      throws IOException {
    if (expected == null) {
      return create(kind, path, content);
    }
    try {
      Blob there = storage.get(id(path));
      if (there == null
          || !Arrays.equals(
              expected,
              storage.readAllBytes(
                  there.getBlobId(),
                  Storage.BlobSourceOption.generationMatch(there.getGeneration())))) {
        return false;
      }
      return write(kind, path, content, BlobTargetOption.generationMatch(there.getGeneration()));
    } catch (StorageException e) {
      if (e.getCode() == PRECONDITION_FAILED || e.getCode() == NOT_FOUND) {
        return false;
      }
      throw failure(path, e);
    }
  }

  private boolean write(DocumentKind kind, String path, byte[] content, BlobTargetOption condition)
      throws IOException {
    BlobInfo blob = BlobInfo.newBuilder(id(path)).setContentType("application/json").build();
    try {
      Failpoints.around(
          kind,
          Act.NAME,
          () -> {
            Blob unused = storage.create(blob, content, condition);
          });
      return true;
    } catch (StorageException e) {
      if (e.getCode() == PRECONDITION_FAILED) {
        return false;
      }
      if (isAnswer(e)) {
        throw failure(path, e);
      }
      throw new OutcomeUnknownException(
          "Cloud Storage did not say whether %s was written: %s"
              .formatted(name(path), e.getMessage()),
          e);
    }
  }

  /** Whether the service itself refused, so that nothing was written. */
  private static boolean isAnswer(StorageException e) {
    return e.getCode() >= 400 && e.getCode() < 500;
  }

  @Override
  public Optional<byte[]> read(String path) throws IOException {
    try {
      return Optional.of(storage.readAllBytes(id(path)));
    } catch (StorageException e) {
      if (e.getCode() == NOT_FOUND) {
        return Optional.empty();
      }
      throw failure(path, e);
    }
  }

  @Override
  public List<String> list(String folder) throws IOException {
    String start = prefix + folder + "/";
    try {
      List<String> names = new ArrayList<>();
      for (Blob blob :
          storage
              .list(bucket, BlobListOption.prefix(start), BlobListOption.currentDirectory())
              .iterateAll()) {
        String name = blob.getName().substring(start.length());
        if (!name.isEmpty() && !name.endsWith("/")) {
          names.add(name);
        }
      }
      names.sort(null);
      return List.copyOf(names);
    } catch (StorageException e) {
      throw failure(folder, e);
    }
  }

  @Override
  public void remove(String path) throws IOException {
    try {
      boolean unused = storage.delete(id(path));
    } catch (StorageException e) {
      throw failure(path, e);
    }
  }

  private BlobId id(String path) {
    return BlobId.of(bucket, prefix + path);
  }

  private String name(String path) {
    return "gs://" + bucket + "/" + prefix + path;
  }

  private IOException failure(String path, StorageException e) {
    String advice =
        switch (e.getCode()) {
          case 401 -> ". Sign in: gcloud auth application-default login";
          case 403 -> ". The account needs roles/storage.objectUser on the bucket";
          case NOT_FOUND -> ". The bucket must be there before the first run";
          default -> "";
        };
    return new IOException(
        "Cloud Storage refused %s: %d %s%s"
            .formatted(name(path), e.getCode(), e.getMessage(), advice),
        e);
  }
}
