// SPDX-License-Identifier: Apache-2.0
package dev.sluice.plan.sources;

import dev.sluice.error.PipelineException;
import dev.sluice.intake.InputFile;
import dev.sluice.letters.book.DeadLetter;
import dev.sluice.letters.book.LetterBook;
import dev.sluice.source.files.SourceFiles;
import dev.sluice.source.files.format.FileReader;
import dev.sluice.source.files.open.FileReaders;
import dev.sluice.source.files.split.RecordLines.Place;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.path.PathPattern;
import dev.sluice.spec.table.TableSpec;
import dev.sluice.store.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds the lines of dead letters in the files of this machine that they were read from, where
 * these still hold the very same records.
 */
public final class LetterLines {
  /** More letters than people look at. */
  private static final int MOST = 100;

  private final PipelineSpec spec;
  private final LetterBook book;
  private final Map<String, Map<Long, Place>> places = new HashMap<>();

  private LetterLines(PipelineSpec spec, LetterBook book) {
    this.spec = spec;
    this.book = book;
  }

  /** The same letters with their lines, as far as they are known. */
  public static List<DeadLetter> of(PipelineSpec spec, LetterBook book, List<DeadLetter> letters) {
    LetterLines lines = new LetterLines(spec, book);
    List<DeadLetter> some = letters.subList(0, Math.min(MOST, letters.size()));
    some.stream()
        .filter(letter -> letter.row() > 0)
        .collect(Collectors.groupingBy(DeadLetter::origin))
        .forEach(lines::look);
    List<DeadLetter> found = new ArrayList<>(letters);
    found.replaceAll(letter -> lines.line(letter).map(letter::at).orElse(letter));
    return found;
  }

  private void look(String origin, List<DeadLetter> letters) {
    Optional<TableSpec> table = spec.table(letters.get(0).table());
    if (table.isEmpty() || !origin.startsWith("/") || !Files.isReadable(Path.of(origin))) {
      return;
    }
    FileReader.Wanted wanted =
        new FileReader.Wanted(table.get().name(), table.get().source(), table.get().schema());
    Set<Long> rows = letters.stream().map(DeadLetter::row).collect(Collectors.toSet());
    try {
      InputFile file = SourceFiles.list(List.of(PathPattern.quote(origin))).get(0);
      places.put(origin, FileReaders.places(wanted, file, rows));
    } catch (PipelineException | IOException e) {
      places.put(origin, Map.of()); // the file is another by now: nobody knows the line
    }
  }

  private Optional<Long> line(DeadLetter letter) {
    Place place = places.getOrDefault(letter.origin(), Map.of()).get(letter.row());
    return place == null || !isThere(letter, place) ? Optional.empty() : Optional.of(place.line());
  }

  /** Whether the record stands there still. */
  private boolean isThere(DeadLetter letter, Place place) {
    LetterBook.Stored stored = book.stored(letter.id());
    try (InputStream in = Channels.newInputStream(Files.newByteChannel(Path.of(letter.origin())))) {
      in.skipNBytes(place.offset());
      byte[] record = in.readNBytes(Math.toIntExact(Math.min(stored.bytes(), 64L << 20)));
      Sha256.Growing digest = new Sha256.Growing();
      digest.add(record, 0, record.length);
      return digest.end().equals(stored.sha256());
    } catch (IOException e) {
      return false;
    }
  }
}
