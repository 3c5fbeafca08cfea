// SPDX-License-Identifier: Apache-2.0
package dev.sluice.run;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.policy.LakePermissions;
import dev.sluice.store.Lakes;
import dev.sluice.store.disk.Permissions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder of a lake on this machine; all that is made in it is as closed as it is. */
final class LakeFolder {
  private LakeFolder() {}

  /** Makes the folder, and closes it to others unless the spec says to leave that alone. */
  static void prepare(PipelineSpec spec) {
    if (Lakes.isRemote(spec.lake())) {
      return;
    }
    Path folder = Path.of(spec.lake());
    try {
      Path unused = Permissions.makeFolder(folder);
    } catch (IOException e) {
      throw new PipelineException(
          ErrorCode.LAKE_WRITE, "Cannot write to the lake " + folder + ": " + e, e);
    }
    if (spec.permissions() == LakePermissions.PRIVATE) {
      close(folder);
    }
  }

  private static void close(Path folder) {
    try {
      Permissions.close(folder);
    } catch (IOException e) {
      if (!Files.isWritable(folder)) {
        throw new PipelineException(
            ErrorCode.LAKE_WRITE, "Cannot write to the lake " + folder + ": " + e, e);
      }
      throw new PipelineException(
          ErrorCode.LAKE_WRITE,
          "Cannot close the lake %s to others: %s. Is it a folder of your own? Where others share it, say `lake_permissions: inherit`."
              .formatted(folder, e),
          e);
    }
  }
}
