// SPDX-License-Identifier: Apache-2.0
package dev.sluice.store;

import dev.sluice.error.ErrorCode;
import dev.sluice.kernel.KernelSettings;
import java.net.URI;
import java.nio.file.Path;

/** Tells where a lake is from its root: a folder of this machine, or {@code gs://bucket/prefix}. */
public final class Lakes {
  private static final String COPIES = "sluice-lakes/";

  private Lakes() {}

  /** Whether a lake is an object store's, not a folder of this machine. */
  public static boolean isRemote(String root) {
    return root.contains("://");
  }

  /**
   * Requires that a lake in a bucket can be reached; said within seconds when it cannot.
   *
   * @throws dev.sluice.error.PipelineException LAKE_READ
   */
  public static void requireReach(String root) {
    if (isRemote(root)) {
      BucketReach.require(URI.create(root).getAuthority(), root, ErrorCode.LAKE_READ);
    }
  }

  /**
   * The folder in which statements find a lake's files, as kernel settings take it: the same on
   * every machine, though what lies there is not.
   */
  public static String kernelFolder(String root) {
    return isRemote(root) ? KernelSettings.temporary(COPIES + name(root)) : root;
  }

  /** The folder of this machine for copies of a remote lake's files. */
  public static Path copies(String root) {
    return Path.of(KernelSettings.resolve(kernelFolder(root)));
  }

  private static String name(String root) {
    return Sha256.of(root).substring(0, 16);
  }
}
