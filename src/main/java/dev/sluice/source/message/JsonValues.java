// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.message;

import dev.sluice.schema.TableSchema;
import dev.sluice.source.files.json.JsonLetters;
import dev.sluice.source.files.record.Origin;
import dev.sluice.source.files.replay.LetterPiece;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** Values that are objects of JSON; a tombstone is one without keys. */
final class JsonValues implements ValueReader {
  private static final byte[] NO_KEYS = "{}".getBytes(StandardCharsets.UTF_8);

  private final TableSchema schema;
  private final Set<String> met = new TreeSet<>();

  JsonValues(TableSchema schema, List<String> met) {
    this.schema = schema;
    this.met.addAll(met);
  }

  @Override
  public List<LetterPiece> read(List<Message> messages, DeadMessages dead) {
    long[] offsets = messages.stream().mapToLong(Message::offset).toArray();
    return JsonLetters.read(
        Origin.messages(dead.table(), dead.origin(), offsets),
        schema,
        messages.stream().map(m -> Objects.requireNonNullElse(m.value(), NO_KEYS)).toList(),
        met);
  }

  @Override
  public List<String> met() {
    return List.copyOf(met);
  }
}
