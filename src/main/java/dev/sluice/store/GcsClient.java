// SPDX-License-Identifier: Apache-2.0
package dev.sluice.store;

import com.google.cloud.NoCredentials;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageOptions;

/**
 * This process's client of Cloud Storage, with the machine's default credentials.
 *
 * <p>With {@link #EMULATOR} set, another server takes the place of Google's, without credentials.
 */
public final class GcsClient {
  /** Where a stand-in for Cloud Storage listens, such as {@code http://127.0.0.1:4443}. */
  public static final String EMULATOR = "STORAGE_EMULATOR_HOST";

  private GcsClient() {}

  private static final class Held {
    static final Storage CLIENT = open();
  }

  /** The client; made at the first call. */
  public static Storage get() {
    return Held.CLIENT;
  }

  private static Storage open() {
    String host = System.getenv(EMULATOR);
    if (host == null || host.isEmpty()) {
      return StorageOptions.getDefaultInstance().getService();
    }
    return StorageOptions.newBuilder()
        .setHost(host.contains("://") ? host : "http://" + host)
        .setProjectId("emulated")
        .setCredentials(NoCredentials.getInstance())
        .build()
        .getService();
  }
}
