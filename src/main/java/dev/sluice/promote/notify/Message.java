// SPDX-License-Identifier: Apache-2.0
package dev.sluice.promote.notify;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.cfg.EnumFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.table.RowCounts;
import dev.sluice.table.TableState;
import dev.sluice.table.Verdict;
import dev.sluice.table.log.Manifest;
import dev.sluice.table.log.Manifest.Outcome;
import dev.sluice.table.log.ManifestStore.Committed;
import java.util.List;
import java.util.Objects;

/**
 * What is said about a committed run; sent again, it is the same to the byte.
 *
 * @param id the same each time the message is sent
 * @param type {@code run.staged} or {@code run.published}
 * @param timestamp when the run ended, ISO 8601 in UTC
 */
record Message(String id, String type, String timestamp, Data data) {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .visibility(PropertyAccessor.IS_GETTER, Visibility.NONE)
          .configure(EnumFeature.WRITE_ENUMS_TO_LOWERCASE, true)
          .build();

  /** What a receiver needs to decide. */
  record Data(
      String pipeline,
      String runId,
      String createdAt,
      Versions versions,
      List<Counts> tables,
      List<Verdict> verdicts) {}

  /**
   * What exactly ran, and what it made.
   *
   * @param sluice the version of the program
   * @param spec SHA-256 of the spec's files
   * @param manifest the number of the run's manifest
   * @param manifestDigest to name when approving
   */
  record Versions(String sluice, String spec, long manifest, String manifestDigest) {}

  /** Where the rows of a table went, and how many keys they deleted. */
  record Counts(String table, RowCounts counts, long deleted) {}

  static Message of(Committed committed) {
    Manifest manifest = committed.manifest();
    String program = Message.class.getPackage().getImplementationVersion();
    Data data =
        new Data(
            manifest.pipeline(),
            manifest.run().id(),
            manifest.run().createdAt(),
            new Versions(
                Objects.requireNonNullElse(program, "unreleased"),
                manifest.run().specDigest(),
                manifest.number(),
                committed.digest()),
            manifest.tables().stream()
                .filter(TableState::isPublished)
                .map(table -> counts(manifest, table))
                .toList(),
            manifest.verdicts());
    return new Message(
        "msg_" + committed.digest().substring(0, 24),
        manifest.outcome() == Outcome.STAGED ? "run.staged" : "run.published",
        manifest.run().finishedAt(),
        data);
  }

  private static Counts counts(Manifest manifest, TableState table) {
    return new Counts(table.table(), table.counts(), manifest.deleted(table.table()).orElse(0L));
  }

  /** One line of JSON. */
  String json() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JacksonException e) {
      throw new IllegalStateException("Cannot write JSON", e);
    }
  }
}
