// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files;

import dev.sluice.intake.InputFile;
import dev.sluice.source.files.position.FilePart;
import dev.sluice.source.files.position.RecordPosition;
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
 * Files, or parts of them, that are read one after the other.
 *
 * @param id unlike every other lane's, of any run
 */
record Lane(String id, List<FilePart> parts) {
  private static final Comparator<FilePart> ORDER =
      Comparator.comparing((FilePart part) -> part.file().path())
          .thenComparingLong(part -> part.from().offset());

  Lane {
    parts = List.copyOf(parts);
  }

  /** A lane of its own. */
  static Lane of(List<FilePart> parts) {
    return new Lane(UUID.randomUUID().toString(), parts.stream().sorted(ORDER).toList());
  }

  /** One lane of whole files. */
  static Lane ofFiles(List<InputFile> files) {
    return of(files.stream().map(FilePart::whole).toList());
  }

  /** Parts of a file, so many consecutive ones in each lane. */
  static List<Lane> group(List<FilePart> parts, int count) {
    List<Lane> lanes = new ArrayList<>();
    for (int i = 0; i < parts.size(); i += count) {
      lanes.add(of(parts.subList(i, Math.min(i + count, parts.size()))));
    }
    return lanes;
  }

  /** About how many bytes come before a place: of a text that is compressed, not to the byte. */
  double bytesBefore(LanePosition place) {
    double bytes = 0;
    for (FilePart part : parts.subList(0, place.part())) {
      bytes += part.bytes();
    }
    if (place.at().equals(RecordPosition.START)) {
      return bytes;
    }
    FilePart part = parts.get(place.part());
    return bytes + Math.min(Math.max(place.at().offset() - part.from().offset(), 0), part.bytes());
  }

  /** Spreads parts over at most so many lanes of about the same length; each keeps their order. */
  static List<Lane> spread(List<FilePart> parts, int count) {
    List<List<FilePart>> lanes = new ArrayList<>();
    long[] lengths = new long[Math.min(count, parts.size())];
    for (int i = 0; i < lengths.length; i++) {
      lanes.add(new ArrayList<>());
    }
    for (FilePart part :
        parts.stream().sorted(Comparator.comparingLong(FilePart::bytes).reversed()).toList()) {
      int shortest = 0;
      for (int i = 1; i < lengths.length; i++) {
        shortest = lengths[i] < lengths[shortest] ? i : shortest;
      }
      lanes.get(shortest).add(part);
      lengths[shortest] += part.bytes() + 1;
    }
    return lanes.stream().map(Lane::of).toList();
  }

  /** Encodes the id and the parts. */
  static final class LaneCoder extends AtomicCoder<Lane> {
    private static final long serialVersionUID = 1L;

    @Override
    public void encode(Lane lane, OutputStream out) throws IOException {
      StringUtf8Coder.of().encode(lane.id(), out);
      VarIntCoder.of().encode(lane.parts().size(), out);
      for (FilePart part : lane.parts()) {
        StringUtf8Coder.of().encode(part.file().path(), out);
        VarLongCoder.of().encode(part.file().bytes(), out);
        VarLongCoder.of().encode(part.file().modified(), out);
        InputFile.Log log = part.file().log();
        StringUtf8Coder.of().encode(log == null ? "" : log.id(), out);
        VarLongCoder.of().encode(part.file().from(), out);
        LaneSpan.LaneSpanCoder.encode(part.from(), out);
        VarLongCoder.of().encode(part.to(), out);
        VarLongCoder.of().encode(part.records(), out);
        StringUtf8Coder.of().encode(part.digest(), out);
      }
    }

    @Override
    public Lane decode(InputStream in) throws IOException {
      String id = StringUtf8Coder.of().decode(in);
      int count = VarIntCoder.of().decode(in);
      List<FilePart> parts = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        parts.add(part(in));
      }
      return new Lane(id, parts);
    }

    private static FilePart part(InputStream in) throws IOException {
      String path = StringUtf8Coder.of().decode(in);
      long bytes = VarLongCoder.of().decode(in);
      long modified = VarLongCoder.of().decode(in);
      String log = StringUtf8Coder.of().decode(in);
      long first = VarLongCoder.of().decode(in);
      InputFile file =
          new InputFile(
              path, bytes, modified, log.isEmpty() ? null : new InputFile.Log(log, first));
      RecordPosition from = LaneSpan.LaneSpanCoder.at(in);
      return new FilePart(
          file,
          from,
          VarLongCoder.of().decode(in),
          VarLongCoder.of().decode(in),
          StringUtf8Coder.of().decode(in));
    }

    @Override
    public void verifyDeterministic() {}

    @Override
    public boolean consistentWithEquals() {
      return true;
    }
  }
}
