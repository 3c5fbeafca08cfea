// SPDX-License-Identifier: Apache-2.0
package dev.sluice.run.receive;

import dev.sluice.error.PipelineException;
import dev.sluice.error.Plural;
import dev.sluice.source.inbox.Inbox;
import dev.sluice.source.inbox.Landing;
import dev.sluice.source.inbox.receive.Inlet;
import dev.sluice.source.inbox.receive.Receivers;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.table.SourceSpec.Received;
import dev.sluice.spec.table.TableSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * All that a process receives for the tables of a pipeline, from when it begins to when it is
 * closed. Whoever holds it must be the only one on the lake.
 */
public final class Reception implements AutoCloseable {
  /** Nothing more waits for a table for which nothing came so long. */
  private static final Duration QUIET = Duration.ofSeconds(3);

  private static final long POLL_NANOS = Duration.ofMillis(50).toNanos();

  private final PipelineSpec spec;
  private final Map<TableSpec, Landing> landings = new LinkedHashMap<>();
  private Receivers receivers = Receivers.start(List.of());

  private Reception(PipelineSpec spec) {
    this.spec = spec;
  }

  /** The tables whose messages are received. */
  private static List<TableSpec> tables(PipelineSpec spec, Predicate<TableSpec> isWanted) {
    return spec.tables().stream()
        .filter(table -> table.source() instanceof Received)
        .filter(isWanted)
        .toList();
  }

  private static Received source(TableSpec table) {
    return (Received) table.source();
  }

  /** Whether tables receive messages. */
  public static boolean isNeeded(PipelineSpec spec) {
    return !tables(spec, table -> true).isEmpty();
  }

  /** Whether tables have senders that can be asked for what waits. */
  public static boolean isAsked(PipelineSpec spec, Predicate<String> isSelected) {
    return !tables(spec, table -> isAsked(table) && isSelected.test(table.name())).isEmpty();
  }

  private static boolean isAsked(TableSpec table) {
    return source(table).receiver().isAsked();
  }

  /**
   * Begins to receive, after clearing away what is committed.
   *
   * @param isSelected the tables for which it does, by their names
   * @throws PipelineException when it cannot; then nothing is received
   */
  public static Reception start(PipelineSpec spec, Predicate<String> isSelected) {
    return start(tables(spec, table -> isSelected.test(table.name())), spec);
  }

  private static Reception start(List<TableSpec> tables, PipelineSpec spec) {
    Reception reception = new Reception(spec);
    if (tables.isEmpty()) {
      return reception;
    }
    try {
      InboxPositions positions = InboxPositions.of(spec);
      List<Inlet> inlets = new ArrayList<>();
      for (TableSpec table : tables) {
        sweep(spec, table, positions);
        Landing landing =
            Landing.of(
                spec.lake(), table.name(), source(table).inbox(), id -> positions.read(table, id));
        reception.landings.put(table, landing);
        inlets.add(new Inlet(table.name(), source(table), landing));
      }
      reception.receivers = Receivers.start(inlets);
      return reception;
    } catch (RuntimeException e) {
      reception.close();
      throw e;
    }
  }

  /** Where it receives. */
  public List<String> addresses() {
    return landings.keySet().stream()
        .map(table -> source(table).receiver().address())
        .distinct()
        .toList();
  }

  /**
   * Receives what waits at senders that can be asked, until nothing came for a while.
   *
   * @param isSelected the tables for which it does, by their names
   * @return what people should know of it; each a sentence
   */
  public static List<String> drain(PipelineSpec spec, Predicate<String> isSelected) {
    List<TableSpec> asked = tables(spec, table -> isAsked(table) && isSelected.test(table.name()));
    try (Reception reception = start(asked, spec)) {
      while (!reception.isQuiet()) {
        reception.receivers.require();
        LockSupport.parkNanos(POLL_NANOS);
      }
      reception.receivers.close();
      return reception.notes();
    }
  }

  private boolean isQuiet() {
    return receivers.areAnswered()
        && landings.values().stream()
            .allMatch(each -> each.quiet().compareTo(QUIET) > 0 || each.isFull());
  }

  /** Clears away what is committed of inboxes into which nobody writes. */
  public static void sweep(PipelineSpec spec) {
    List<TableSpec> tables = tables(spec, table -> true);
    if (!tables.isEmpty()) {
      InboxPositions positions = InboxPositions.of(spec);
      tables.forEach(table -> sweep(spec, table, positions));
    }
  }

  private static void sweep(PipelineSpec spec, TableSpec table, InboxPositions positions) {
    Inbox inbox = Inbox.of(spec.lake(), table.name());
    Duration known = source(table).inbox().dedupeFor();
    inbox
        .id()
        .ifPresent(
            id ->
                inbox.sweep(
                    positions.released(table, id),
                    Instant.now().minus(known).toEpochMilli(),
                    (from, to) -> positions.isHeld(table, id, from, to)));
  }

  /**
   * To be called after each epoch: makes room for what was read, and clears it away.
   *
   * @return what people should know of it; each a sentence
   * @throws PipelineException when it receives no longer
   */
  public List<String> refresh() {
    if (landings.isEmpty()) {
      return List.of();
    }
    receivers.require();
    InboxPositions positions = InboxPositions.of(spec);
    landings.forEach(
        (table, landing) -> {
          landing.read(positions.read(table, landing.id()));
          sweep(spec, table, positions);
        });
    return notes();
  }

  private List<String> notes() {
    List<String> notes = new ArrayList<>();
    landings.forEach(
        (table, landing) -> {
          long again = landing.again();
          if (again > 0) {
            notes.add(
                "Table %s: %s that had come before came again, and %s left out by %s."
                    .formatted(
                        table.name(),
                        Plural.of(again, "message"),
                        again == 1 ? "was" : "were",
                        again == 1 ? "its id" : "their ids"));
          }
        });
    return notes;
  }

  /** Receives nothing more; what came lands, and is acknowledged. */
  @Override
  public void close() {
    receivers.close();
    landings.values().forEach(Landing::close);
    receivers.end();
  }
}
