// SPDX-License-Identifier: Apache-2.0
package dev.sluice.land;

import dev.sluice.batch.RecordBatch;
import dev.sluice.letters.record.LetterCipher;
import dev.sluice.letters.record.LetterSeal;
import dev.sluice.spec.policy.DeadLetterSpec.Payload;
import org.apache.beam.sdk.transforms.DoFn;
import org.jspecify.annotations.Nullable;

/** Encrypts or drops the payloads of letters on their way to the lake. */
final class SealLettersFn extends DoFn<RecordBatch, RecordBatch> {
  private static final long serialVersionUID = 1L;

  private final Payload policy;
  private transient @Nullable LetterCipher cipher;

  SealLettersFn(Payload policy) {
    this.policy = policy;
  }

  @Setup
  public void setup() {
    cipher = policy == Payload.ENCRYPT ? LetterCipher.fromEnvironment() : null;
  }

  @ProcessElement
  public void seal(@Element RecordBatch letters, OutputReceiver<RecordBatch> out) {
    out.output(cipher == null ? LetterSeal.drop(letters) : LetterSeal.encrypt(letters, cipher));
  }
}
