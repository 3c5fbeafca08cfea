// SPDX-License-Identifier: Apache-2.0
package dev.sluice.plan.sources;

import dev.sluice.error.PipelineException;
import dev.sluice.explain.cause.Rereading;
import dev.sluice.intake.InputFile;
import dev.sluice.source.files.SourceFiles;
import dev.sluice.source.files.encoding.EncodingGuess;
import dev.sluice.source.files.format.FileReader;
import dev.sluice.source.files.open.FileReaders;
import dev.sluice.source.files.split.RecordLines.Place;
import dev.sluice.spec.path.PathPattern;
import dev.sluice.spec.table.SourceSpec;
import dev.sluice.spec.table.TableSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** Reads source files by the reader of their format; nothing of them is kept in memory. */
public final class SourceRereading implements Rereading {
  /** Longer files take longer than advice is worth. */
  private static final long MOST_BYTES = 256L << 20;

  @Override
  public boolean isBetter(TableSpec table, SourceSpec other, String file) {
    try {
      InputFile found = found(file);
      if (found.bytes() > MOST_BYTES) {
        return false;
      }
      try (TextRows now = new TextRows(wanted(table, table.source()), found);
          TextRows then = new TextRows(wanted(table, other), found)) {
        return now.areAllIn(then) && then.dead() < now.dead();
      }
    } catch (PipelineException e) {
      return false; // it is gone, or cannot be read so
    }
  }

  @Override
  public OptionalLong line(TableSpec table, String file, long record) {
    try {
      FileReader.Wanted wanted = wanted(table, table.source());
      Place place = FileReaders.places(wanted, found(file), Set.of(record)).get(record);
      return place == null ? OptionalLong.empty() : OptionalLong.of(place.line());
    } catch (PipelineException | IOException e) {
      return OptionalLong.empty();
    }
  }

  @Override
  public List<String> encodings(String file) {
    try {
      InputFile found = found(file);
      if (found.bytes() > MOST_BYTES) {
        return List.of();
      }
      EncodingGuess guess = EncodingGuess.ofBroken(found);
      List<String> names = new ArrayList<>(List.of(guess.name()));
      names.addAll(guess.others());
      return names;
    } catch (PipelineException e) {
      return List.of(); // it is gone
    }
  }

  private static FileReader.Wanted wanted(TableSpec table, SourceSpec source) {
    return new FileReader.Wanted(table.name(), source, table.schema());
  }

  private static InputFile found(String file) {
    return SourceFiles.list(List.of(PathPattern.quote(file))).get(0);
  }
}
