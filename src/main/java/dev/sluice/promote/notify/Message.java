// SPDX-License-Identifier: Apache-2.0
package dev.sluice.promote.notify;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.cfg.EnumFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.table.RowCounts;
import dev.sluice.table.TableState;
import dev.sluice.table.Verdict;
import dev.sluice.table.log.Manifest;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * What is said about a run that ended; sent again, it is the same to the byte.
 *
 * @param id the same each time the message is sent
 * @param type {@code run.staged}, {@code run.published} or {@code run.failed}
 * @param timestamp when the run ended, ISO 8601 in UTC
 */
record Message(String id, String type, String timestamp, Data data) {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .visibility(PropertyAccessor.IS_GETTER, Visibility.NONE)
          .configure(EnumFeature.WRITE_ENUMS_TO_LOWERCASE, true)
          .build();

  /**
   * What a receiver needs to decide.
   *
   * @param reason why a run failed; of the others empty
   * @param changes of tables and columns; left out where there are none, and of a failed run, which
   *     changes nothing
   */
  record Data(
      String pipeline,
      String runId,
      String createdAt,
      @JsonInclude(Include.NON_EMPTY) String reason,
      Versions versions,
      @JsonInclude(Include.NON_EMPTY) List<TableChanges> changes,
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

  /**
   * The message on a run.
   *
   * @param base the run that it built on; empty for the first one
   */
  static Message of(Manifest manifest, String digest, Optional<Manifest> base) {
    String program = Message.class.getPackage().getImplementationVersion();
    Data data =
        new Data(
            manifest.pipeline(),
            manifest.run().id(),
            manifest.run().createdAt(),
            manifest.run().reason(),
            new Versions(
                Objects.requireNonNullElse(program, "unreleased"),
                manifest.run().specDigest(),
                manifest.number(),
                digest),
            base.map(before -> TableChanges.between(before, manifest)).orElse(List.of()),
            manifest.tables().stream()
                .filter(TableState::isPublished)
                .map(table -> counts(manifest, table))
                .toList(),
            manifest.verdicts());
    return new Message(
        "msg_" + digest.substring(0, 24),
        "run." + manifest.outcome().name().toLowerCase(Locale.ROOT),
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
