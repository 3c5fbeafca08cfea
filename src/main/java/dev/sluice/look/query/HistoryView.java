// SPDX-License-Identifier: Apache-2.0
package dev.sluice.look.query;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.history.Past;
import dev.sluice.history.told.HistoryRows;
import dev.sluice.history.told.HistoryTable;
import dev.sluice.kernel.sql.JsonRead;
import dev.sluice.look.moment.Moment;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A table of history as a statement reads it: what the runs up to the one that is looked at told.
 *
 * @param moment whose past it is
 */
record HistoryView(HistoryTable table, String root, Moment moment) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A SELECT of its rows, which are written into a file of a folder. */
  String select(Path folder) {
    Path file = folder.resolve(table.table() + ".json");
    List<String> names = table.columns().names();
    try (BufferedWriter out = Files.newBufferedWriter(file);
        JsonGenerator json = JSON.createGenerator(out)) {
      HistoryRows.each(
          table, Past.upTo(root, newest()), Integer.MAX_VALUE, row -> write(json, names, row));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, String> types = new LinkedHashMap<>();
    table.columns().columns().forEach(column -> types.put(column.name(), column.type()));
    return "SELECT * FROM " + JsonRead.lines(file.toString(), types);
  }

  /** A failed run builds on the last that was accepted. */
  private long newest() {
    return moment.isFailed() ? moment.manifest().run().inputs().base() : moment.manifest().number();
  }

  private static void write(JsonGenerator json, List<String> names, List<@Nullable Object> row) {
    try {
      json.writeStartObject();
      for (int i = 0; i < names.size(); i++) {
        json.writeObjectField(names.get(i), row.get(i));
      }
      json.writeEndObject();
      json.writeRaw('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
