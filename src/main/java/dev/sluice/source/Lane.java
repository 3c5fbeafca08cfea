// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source;

import dev.sluice.source.format.InputFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;

/**
 * Files that are read one after the other.
 *
 * @param id unlike every other lane's, of any run
 */
record Lane(String id, List<InputFile> files) {
  Lane {
    files = List.copyOf(files);
  }

  /** Spreads files over at most so many lanes of about the same length; each keeps their order. */
  static List<Lane> spread(List<InputFile> files, int count) {
    List<List<InputFile>> lanes = new ArrayList<>();
    long[] lengths = new long[Math.min(count, files.size())];
    for (int i = 0; i < lengths.length; i++) {
      lanes.add(new ArrayList<>());
    }
    for (InputFile file :
        files.stream().sorted(Comparator.comparingLong(InputFile::bytes).reversed()).toList()) {
      int shortest = 0;
      for (int i = 1; i < lengths.length; i++) {
        shortest = lengths[i] < lengths[shortest] ? i : shortest;
      }
      lanes.get(shortest).add(file);
      lengths[shortest] += file.bytes() + 1;
    }
    return lanes.stream()
        .map(
            lane ->
                new Lane(
                    UUID.randomUUID().toString(),
                    lane.stream().sorted(Comparator.comparing(InputFile::path)).toList()))
        .toList();
  }

  /** Encodes the id and the files. */
  static final class LaneCoder extends AtomicCoder<Lane> {
    private static final long serialVersionUID = 1L;

    @Override
    public void encode(Lane lane, OutputStream out) throws IOException {
      StringUtf8Coder.of().encode(lane.id(), out);
      VarIntCoder.of().encode(lane.files().size(), out);
      for (InputFile file : lane.files()) {
        StringUtf8Coder.of().encode(file.path(), out);
        VarLongCoder.of().encode(file.bytes(), out);
        VarLongCoder.of().encode(file.modified(), out);
      }
    }

    @Override
    public Lane decode(InputStream in) throws IOException {
      String id = StringUtf8Coder.of().decode(in);
      int count = VarIntCoder.of().decode(in);
      List<InputFile> files = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        files.add(
            new InputFile(
                StringUtf8Coder.of().decode(in),
                VarLongCoder.of().decode(in),
                VarLongCoder.of().decode(in)));
      }
      return new Lane(id, files);
    }

    @Override
    public void verifyDeterministic() {}

    @Override
    public boolean consistentWithEquals() {
      return true;
    }
  }
}
