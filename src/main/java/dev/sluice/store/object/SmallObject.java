// SPDX-License-Identifier: Apache-2.0
package dev.sluice.store.object;

import com.google.cloud.storage.BlobId;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage.BlobTargetOption;
import com.google.cloud.storage.StorageException;
import dev.sluice.store.GcsClient;
import java.io.IOException;
import java.util.Arrays;

/**
 * An object that is created by one request. The client repeats it when it failed in passing; since
 * it is only created where there is none, a repeated request does no harm.
 */
final class SmallObject {
  private static final int PRECONDITION_FAILED = 412;

  private SmallObject() {}

  /**
   * Creates an object. Done twice, it changes nothing.
   *
   * @throws IOException also when there is one of that name with another content
   */
  static void create(String uri, byte[] content) throws IOException {
    BlobInfo blob =
        BlobInfo.newBuilder(BlobId.fromGsUtilUri(uri))
            .setContentType("application/octet-stream")
            .build();
    try {
      var unused = GcsClient.get().create(blob, content, BlobTargetOption.doesNotExist());
    } catch (StorageException e) {
      if (e.getCode() != PRECONDITION_FAILED || !isThere(blob.getBlobId(), content)) {
        throw new IOException(
            "Cloud Storage did not take %s: %s".formatted(uri, e.getMessage()), e);
      }
    }
  }

  /** Whether an earlier try was taken, whose answer was lost. */
  private static boolean isThere(BlobId id, byte[] content) throws IOException {
    try {
      return Arrays.equals(content, GcsClient.get().readAllBytes(id));
    } catch (StorageException e) {
      throw new IOException("Cannot read %s: %s".formatted(id.toGsUtilUri(), e.getMessage()), e);
    }
  }
}
