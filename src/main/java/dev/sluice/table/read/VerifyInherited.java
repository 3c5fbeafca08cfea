// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table.read;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.table.DataFile;
import dev.sluice.table.file.Scope;
import java.time.Instant;
import java.util.Collection;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;

/**
 * Reads committed files before a run builds on them: a run never builds on one that is lost, cut or
 * changed. Files pass unchanged.
 */
public final class VerifyInherited
    extends PTransform<PCollection<DataFile>, PCollection<DataFile>> {
  private static final long serialVersionUID = 1L;

  private final Scope run;
  private final String since;

  private VerifyInherited(Scope run, String since) {
    this.run = run;
    this.since = since;
  }

  /**
   * Reads files of a run.
   *
   * @param since when it began, ISO 8601: what it read before is not read again
   */
  public static VerifyInherited whole(Scope run, String since) {
    return new VerifyInherited(run, since);
  }

  @Override
  public PCollection<DataFile> expand(PCollection<DataFile> files) {
    return files
        .apply("Read back", ParDo.of(new VerifyInheritedFn(run, since)))
        .setCoder(SerializableCoder.of(DataFile.class));
  }

  public static void requireWhole(String root, DataFile file) {
    String damage = FileDamage.of(root, file);
    if (damage != null) {
      require(root, file, damage);
    }
  }

  /**
   * Reads many files at once.
   *
   * @param since what was read since then, and not touched, is not read again
   * @throws PipelineException LAKE_READ when one is lost, cut or changed
   */
  public static void requireWhole(String root, Collection<DataFile> files, Instant since) {
    FileDamage.found(root, files, since).forEach((file, damage) -> require(root, file, damage));
  }

  private static void require(String root, DataFile file, String damage) {
    throw new PipelineException(
        ErrorCode.LAKE_READ,
        "%s/%s, which a committed manifest names, %s. Nothing was committed. `sluice verify` finds all that is damaged; restore it from a backup and run again."
            .formatted(root, file.path(), damage));
  }
}
