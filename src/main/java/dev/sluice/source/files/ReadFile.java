// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files;

import dev.sluice.fact.Fact;
import dev.sluice.table.notes.SourceFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;

/**
 * A source file that was read to its end.
 *
 * @param path as Beam spells it
 * @param bytes its length as stored
 * @param modified milliseconds since 1970; 0 where the file system does not say
 * @param records how many it gave, malformed ones included and a header excluded
 * @param digest SHA-256 of its bytes as stored; of a log, its id
 * @param from of a log, the offset at which reading began; negative of a file
 */
public record ReadFile(
    String path, long bytes, long modified, long records, String digest, long from)
    implements Serializable {
  /** Encodes the fields in order; deterministic. */
  public static Coder<ReadFile> coder() {
    return FieldsCoder.INSTANCE;
  }

  /** That it was read, for a table. */
  Fact fact(String table) {
    return new Fact.Read(
        table, new SourceFile(path, bytes, modified, records, digest, "", from < 0 ? null : from));
  }

  private static final class FieldsCoder extends AtomicCoder<ReadFile> {
    private static final long serialVersionUID = 1L;
    private static final FieldsCoder INSTANCE = new FieldsCoder();

    @Override
    public void encode(ReadFile file, OutputStream out) throws IOException {
      StringUtf8Coder.of().encode(file.path(), out);
      VarLongCoder.of().encode(file.bytes(), out);
      VarLongCoder.of().encode(file.modified(), out);
      VarLongCoder.of().encode(file.records(), out);
      StringUtf8Coder.of().encode(file.digest(), out);
      VarLongCoder.of().encode(file.from(), out);
    }

    @Override
    public ReadFile decode(InputStream in) throws IOException {
      return new ReadFile(
          StringUtf8Coder.of().decode(in),
          VarLongCoder.of().decode(in),
          VarLongCoder.of().decode(in),
          VarLongCoder.of().decode(in),
          StringUtf8Coder.of().decode(in),
          VarLongCoder.of().decode(in));
    }

    @Override
    public void verifyDeterministic() {}

    @Override
    public boolean consistentWithEquals() {
      return true;
    }
  }
}
