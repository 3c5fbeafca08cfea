// SPDX-License-Identifier: Apache-2.0
package dev.sluice.plan;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.intake.FoundLog;
import dev.sluice.intake.InputFile;
import dev.sluice.plan.FileChanges.Found;
import dev.sluice.plan.epoch.HeldEpoch.Input;
import dev.sluice.plan.epoch.LeftForLater;
import dev.sluice.source.message.PartitionPath;
import dev.sluice.spec.table.LoadSpec.Disposition;
import dev.sluice.spec.table.SourceSpec;
import dev.sluice.spec.table.SourceSpec.MessageLog;
import dev.sluice.spec.table.TableSpec;
import dev.sluice.spec.topic.TopicReading;
import dev.sluice.table.notes.SourceFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds which messages of a table's topics no run took in: behind the last that one did, up to the
 * head as it is now. Messages that come later are the next run's.
 *
 * <p>A partition is known by the id of its topic and its number, whatever the servers are called.
 */
final class TopicChanges {
  private final TableSpec table;
  private final MessageLog source;
  private final Map<String, SourceFile> before = new LinkedHashMap<>();
  private final Map<String, SourceFile> byPath = new LinkedHashMap<>();
  private final List<InputFile> files = new ArrayList<>();
  private final List<SourceFile> same = new ArrayList<>();
  private final List<InputFile> fresh = new ArrayList<>();
  private final List<SourceFile> gone;
  private final Map<String, String> names = new LinkedHashMap<>();
  private final List<String> told = new ArrayList<>();
  private final LeftForLater later;

  private TopicChanges(
      TableSpec table, MessageLog source, List<SourceFile> taken, LeftForLater later) {
    this.table = table;
    this.source = source;
    this.later = later;
    this.gone = new ArrayList<>(taken);
    for (SourceFile file : taken) {
      if (file.isLog() && !PartitionPath.range(file.path()).isEmpty()) {
        gone.remove(file);
        same.add(file);
      } else if (file.isLog()) {
        before.put(identity(file.digest(), PartitionPath.of(file.path()).partition()), file);
        byPath.put(file.path(), file);
      }
    }
  }

  /**
   * Compares what is taken in of a table with the partitions of its topics.
   *
   * @param later what is left of them for a later run
   */
  static Found find(
      TableSpec table, List<SourceFile> taken, List<FoundLog> now, LeftForLater later) {
    return new TopicChanges(table, (MessageLog) table.source(), taken, later).find(now);
  }

  /** The offset up to which a log of one partition was read, whatever became of that. */
  static long position(TableSpec table, String log, List<SourceFile> taken, LeftForLater later) {
    long committed =
        taken.stream()
            .filter(file -> file.isLog() && file.digest().equals(log))
            .filter(file -> PartitionPath.range(file.path()).isEmpty())
            .mapToLong(SourceFile::bytes)
            .max()
            .orElse(0);
    return Math.max(committed, later.behind(table, log, path -> true));
  }

  private static String identity(String topic, int partition) {
    return topic + "/" + partition;
  }

  private Found find(List<FoundLog> partitions) {
    List<FoundLog> taken = later.limit(table).of(partitions, this::reached);
    for (FoundLog partition : taken) {
      look(partition, partition.path());
    }
    if (table.load().disposition() != Disposition.REPLACE) {
      later.released(table.name()).forEach(input -> again(input, partitions));
    }
    return new Found(
        files,
        new FileChanges(same, List.of(), List.of(), fresh, gone, names, told),
        !taken.equals(partitions));
  }

  /** About where reading goes on. */
  private long reached(FoundLog partition) {
    SourceFile known = before.get(identity(partition.id(), partition.number()));
    long first = known == null ? partition.start() : Math.max(known.bytes(), partition.earliest());
    return Math.max(first, left(partition));
  }

  private void look(FoundLog partition, String path) {
    SourceFile known = before.get(identity(partition.id(), partition.number()));
    SourceFile other = known == null ? byPath.get(path) : null;
    if (known != null) {
      gone.remove(known);
    }
    if (other != null) {
      boolean unused = gone.remove(other);
      anew(path, other);
    }
    boolean isAnew = table.load().disposition() == Disposition.REPLACE;
    long first = known == null || isAnew ? partition.start() : next(partition, path, known);
    long left = left(partition);
    boolean isLeft = left > 0 && left >= partition.head();
    if (known == null && isLeft) {
      return;
    }
    long from = isAnew ? first : Math.max(first, Math.min(left, partition.head()));
    InputFile file = partition.file(from);
    files.add(file);
    if (known != null && !known.path().equals(path)) {
      names.put(known.path(), path);
    }
    if (known != null
        && (isLeft
            || (known.bytes() == partition.head()
                && (!isAnew || Long.valueOf(from).equals(known.from()))))) {
      same.add(known.found(path, 0));
    } else {
      fresh.add(file);
    }
  }

  /** Reads once what an epoch had read that was held, and is released. */
  private void again(Input input, List<FoundLog> partitions) {
    PartitionPath old = PartitionPath.of(input.path());
    Optional<FoundLog> there =
        partitions.stream()
            .filter(each -> each.id().equals(input.log()) && each.number() == old.partition())
            .findFirst();
    String range =
        there
            .map(partition -> PartitionPath.of(partition.path()))
            .orElse(old)
            .range(input.from(), input.bytes());
    if (same.stream().anyMatch(file -> isPart(file, input, old.partition(), range))) {
      return;
    }
    long earliest = there.map(FoundLog::earliest).orElse(Long.MAX_VALUE);
    if (earliest > input.from()) {
      String what =
          "offsets %d to %d of %s, of an epoch that was held and is released, are no longer all there"
              .formatted(input.from(), input.bytes() - 1, old);
      if (source.gap() == TopicReading.Gap.FAIL) {
        throw lost(what + ". To go on without them, say `gap: accept` in the source");
      }
      told.add("Table %s: %s; what is left of them is read.".formatted(table.name(), what));
    }
    long from = Math.max(input.from(), Math.min(earliest, input.bytes()));
    InputFile file = new InputFile(range, input.bytes(), 0, new InputFile.Log(input.log(), from));
    files.add(file);
    fresh.add(file);
  }

  /** Whether a part of a log was read again, whatever its servers are called now. */
  private static boolean isPart(SourceFile file, Input input, int number, String range) {
    return file.digest().equals(input.log())
        && PartitionPath.of(file.path()).partition() == number
        && PartitionPath.range(file.path()).equals(PartitionPath.range(range));
  }

  /** The offset behind what is left for a later run; 0 for nothing. */
  private long left(FoundLog partition) {
    return later.behind(
        table, partition.id(), path -> PartitionPath.of(path).partition() == partition.number());
  }

  /** A topic that was deleted and created again: its offsets say nothing of the earlier one. */
  private void anew(String path, SourceFile other) {
    String what =
        "%s is another topic than the one of that name that was read up to offset %d: it was deleted and created again"
            .formatted(path, other.bytes());
    if (table.load().disposition() != Disposition.REPLACE
        && source.gap() == TopicReading.Gap.FAIL) {
      throw lost(
          what
              + ". Its rows stay; what the earlier topic held behind them is gone. To read the new one from its beginning, run once with `gap: accept` in the source");
    }
    told.add("Table %s: %s; it is read from its beginning.".formatted(table.name(), what));
  }

  /** Where to go on with a partition. */
  private long next(FoundLog partition, String path, SourceFile known) {
    if (known.bytes() > partition.head()) {
      throw lost(
          "%s was read up to offset %d, and now ends at %d: messages that are in the lake are no longer in the topic, as after a loss of brokers. What comes now would take offsets that are taken. Create the topic anew, or restore it"
              .formatted(path, known.bytes(), partition.head()));
    }
    if (known.bytes() >= partition.earliest()) {
      return known.bytes();
    }
    String what =
        "%s was read up to offset %d, and its first message is now at %d: %s took %d offsets that no run had read"
            .formatted(
                path,
                known.bytes(),
                partition.earliest(),
                source instanceof SourceSpec.Received ? "somebody" : "retention",
                partition.earliest() - known.bytes());
    if (source.gap() == TopicReading.Gap.FAIL) {
      throw lost(
          what
              + ". To go on without them, run once with `gap: accept` in the source"
              + (source instanceof SourceSpec.Received
                  ? "; or put the files of the inbox back"
                  : "; and run oftener, or with a longer retention"));
    }
    told.add("Table %s: %s; reading goes on behind them.".formatted(table.name(), what));
    return partition.earliest();
  }

  private PipelineException lost(String what) {
    return new PipelineException(
            ErrorCode.POSITION_LOST,
            "Table %s: %s. Nothing was changed.".formatted(table.name(), what))
        .about("tables", table.name(), "source");
  }
}
