// SPDX-License-Identifier: Apache-2.0
package dev.sluice.validate;

import dev.sluice.batch.RecordBatch;
import dev.sluice.kernel.Kernel;
import dev.sluice.spec.table.Contract;
import dev.sluice.spec.table.ModelSpec;
import dev.sluice.spec.table.TableSpec;
import dev.sluice.table.file.PiiTokens;
import java.util.List;

/**
 * Holds rows against their contract and rules as a run does, where there is no run: batch by batch,
 * on a kernel that the caller has. Not thread-safe.
 */
public final class Judge {
  private final RowValidator validator;

  private Judge(RowContract subject, PiiTokens tokens) {
    this.validator = new RowValidator(subject.maskingWith(tokens));
  }

  /** Judges raw rows of a table, and gives them their types. */
  public static Judge of(TableSpec table, PiiTokens tokens) {
    return new Judge(
        new RowContract(
                table.name(), table.schema(), table.contract(), table.quality().rules(), false)
            .deletingBy(DeletionContract.of(table.load())),
        tokens);
  }

  /** Judges rows of a model, which have their types. */
  public static Judge of(ModelSpec model, PiiTokens tokens) {
    return new Judge(
        new RowContract(
            model.name(), model.output(), Contract.DEFAULT, model.quality().rules(), true),
        tokens);
  }

  /**
   * What became of a batch.
   *
   * @param dead letters
   */
  public record Judged(List<RecordBatch> good, List<RecordBatch> dead) {
    public Judged {
      good = List.copyOf(good);
      dead = List.copyOf(dead);
    }
  }

  /** Judges one batch. */
  public Judged rows(Kernel kernel, RecordBatch batch) {
    RowValidator.Judged judged = validator.judge(kernel, batch);
    return new Judged(judged.good(), judged.dead());
  }
}
