// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files;

import dev.sluice.source.files.position.RecordPosition;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;

/** The part of a lane between two places. */
record LaneSpan(LanePosition from, LanePosition to) {
  static LaneSpan whole(Lane lane) {
    return new LaneSpan(LanePosition.startOf(0), LanePosition.startOf(lane.parts().size()));
  }

  /** Encodes both places. */
  static final class LaneSpanCoder extends AtomicCoder<LaneSpan> {
    private static final long serialVersionUID = 1L;
    private static final ListCoder<String> COLUMNS = ListCoder.of(StringUtf8Coder.of());

    @Override
    public void encode(LaneSpan span, OutputStream out) throws IOException {
      encode(span.from(), out);
      encode(span.to(), out);
    }

    private static void encode(LanePosition position, OutputStream out) throws IOException {
      VarIntCoder.of().encode(position.part(), out);
      encode(position.at(), out);
    }

    static void encode(RecordPosition at, OutputStream out) throws IOException {
      VarLongCoder.of().encode(at.offset(), out);
      VarLongCoder.of().encode(at.within(), out);
      VarLongCoder.of().encode(at.records(), out);
      COLUMNS.encode(at.columns(), out);
    }

    @Override
    public LaneSpan decode(InputStream in) throws IOException {
      LanePosition from = position(in);
      return new LaneSpan(from, position(in));
    }

    private static LanePosition position(InputStream in) throws IOException {
      int part = VarIntCoder.of().decode(in);
      return new LanePosition(part, at(in));
    }

    static RecordPosition at(InputStream in) throws IOException {
      long offset = VarLongCoder.of().decode(in);
      long within = VarLongCoder.of().decode(in);
      long records = VarLongCoder.of().decode(in);
      return new RecordPosition(offset, within, records, COLUMNS.decode(in));
    }

    @Override
    public void verifyDeterministic() {}

    @Override
    public boolean consistentWithEquals() {
      return true;
    }
  }
}
