// SPDX-License-Identifier: Apache-2.0
package dev.sluice.exchange;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.VarIntCoder;

/**
 * A part of the rows of a group, by hash of their key.
 *
 * @param number from 0
 */
public record Shard(int group, int number) implements Serializable {
  /** Encodes a shard; deterministic, so that shards may be grouped by. */
  static final class ShardCoder extends AtomicCoder<Shard> {
    private static final long serialVersionUID = 1L;
    private static final ShardCoder INSTANCE = new ShardCoder();

    static ShardCoder of() {
      return INSTANCE;
    }

    @Override
    public void encode(Shard shard, OutputStream out) throws IOException {
      VarIntCoder.of().encode(shard.group(), out);
      VarIntCoder.of().encode(shard.number(), out);
    }

    @Override
    public Shard decode(InputStream in) throws IOException {
      return new Shard(VarIntCoder.of().decode(in), VarIntCoder.of().decode(in));
    }

    @Override
    public void verifyDeterministic() {}

    @Override
    public boolean consistentWithEquals() {
      return true;
    }
  }
}
