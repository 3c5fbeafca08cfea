// SPDX-License-Identifier: Apache-2.0
package dev.sluice.plan.epoch;

import dev.sluice.intake.InputFile;
import dev.sluice.table.notes.SourceFile;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An epoch that its gates held back: nothing of it is in the lake, and what it had read is left
 * alone until a person decides.
 *
 * @param version of this format
 * @param id by which people name it: that of the attempt, whose evidence the lake keeps
 * @param runId of the run that it was
 * @param at when it was held, ISO 8601 in UTC
 * @param base the number of the manifest on which it would have been built; 0 for none
 * @param reason why, as the evidence says
 * @param inputs what it had read, by table
 */
public record HeldEpoch(
    int version,
    String id,
    String runId,
    String at,
    long base,
    String reason,
    Map<String, List<Input>> inputs) {
  static final int VERSION = 1;

  public HeldEpoch {
    inputs = new TreeMap<>(inputs);
  }

  /**
   * A file that was read, or a part of a log, such as of a partition of a topic.
   *
   * @param path as Beam spells it
   * @param bytes the file's length; of a log, the offset of the message before which reading ended
   * @param modified milliseconds since 1970; 0 where the file system does not say
   * @param log the id of the log; empty for a file
   * @param from the offset at which reading began; {@link SourceFile#NO_LOG} of a file
   */
  public record Input(String path, long bytes, long modified, String log, long from) {
    static Input of(InputFile file) {
      InputFile.Log log = file.log();
      return log == null
          ? new Input(file.path(), file.bytes(), file.modified(), "", SourceFile.NO_LOG)
          : new Input(file.path(), file.bytes(), 0, log.id(), log.from());
    }

    /** Whether it is part of a log. */
    public boolean isLog() {
      return !log.isEmpty();
    }

    /** Whether a file is this one, as it was. */
    boolean is(InputFile file) {
      return file.log() == null
          && !isLog()
          && file.path().equals(path)
          && file.bytes() == bytes
          && file.modified() == modified;
    }
  }

  /** An epoch that is held now. */
  public static HeldEpoch of(
      String attempt,
      String runId,
      String at,
      long base,
      String reason,
      Map<String, List<InputFile>> read) {
    Map<String, List<Input>> inputs = new TreeMap<>();
    read.forEach(
        (table, files) -> {
          if (!files.isEmpty()) {
            inputs.put(table, files.stream().map(Input::of).toList());
          }
        });
    return new HeldEpoch(VERSION, attempt, runId, at, base, reason, inputs);
  }

  /** How many files it had read, and messages of logs. */
  public long files() {
    return inputs.values().stream().flatMap(List::stream).filter(each -> !each.isLog()).count();
  }

  /** How many offsets of logs it had read. */
  public long offsets() {
    return inputs.values().stream()
        .flatMap(List::stream)
        .filter(Input::isLog)
        .mapToLong(each -> each.bytes() - each.from())
        .sum();
  }
}
