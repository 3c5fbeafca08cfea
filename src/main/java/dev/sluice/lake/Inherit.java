// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lake;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import java.util.Collection;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.jspecify.annotations.Nullable;

/**
 * Reads committed files before a run builds on them: a run never builds on one that is lost, cut or
 * changed. Files pass unchanged.
 */
public final class Inherit extends PTransform<PCollection<DataFile>, PCollection<DataFile>> {
  private static final long serialVersionUID = 1L;

  private final LakeRun run;

  private Inherit(LakeRun run) {
    this.run = run;
  }

  public static Inherit whole(LakeRun run) {
    return new Inherit(run);
  }

  @Override
  public PCollection<DataFile> expand(PCollection<DataFile> files) {
    return files
        .apply("Read back", ParDo.of(new InheritFn(run)))
        .setCoder(SerializableCoder.of(DataFile.class));
  }

  /**
   * Only looks whether files are there in their full length, which is cheap for any number.
   *
   * @throws PipelineException LAKE_READ, with nothing done, when one is not
   */
  public static void requireThere(String root, Collection<DataFile> files) {
    Damage.ofLengths(root, files).forEach((file, damage) -> require(root, file, damage));
  }

  static void requireWhole(String root, DataFile file) {
    require(root, file, Damage.of(root, file));
  }

  private static void require(String root, DataFile file, @Nullable String damage) {
    if (damage != null) {
      throw new PipelineException(
          ErrorCode.LAKE_READ,
          "%s/%s, which a committed manifest names, %s. Nothing was committed. `sluice verify` finds all that is damaged; restore it from a backup and run again."
              .formatted(root, file.path(), damage));
    }
  }
}
