// SPDX-License-Identifier: Apache-2.0
package dev.sluice.fact;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.SerializableCoder;

/**
 * Encodes facts, which are few and small, by Java serialization; only the run itself reads them.
 */
public final class FactCoder extends AtomicCoder<Fact> {
  private static final long serialVersionUID = 1L;
  private static final FactCoder INSTANCE = new FactCoder();

  private FactCoder() {}

  public static FactCoder of() {
    return INSTANCE;
  }

  private record Envelope(Fact fact) implements java.io.Serializable {}

  @Override
  public void encode(Fact fact, OutputStream out) throws IOException {
    SerializableCoder.of(Envelope.class).encode(new Envelope(fact), out);
  }

  @Override
  public Fact decode(InputStream in) throws IOException {
    return SerializableCoder.of(Envelope.class).decode(in).fact();
  }
}
