// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.load;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.error.Plural;
import dev.sluice.error.issue.Position;
import dev.sluice.schema.TableSchema;
import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.WarehouseCheck;
import dev.sluice.spec.WarehouseSpec;
import dev.sluice.warehouse.Warehouse;
import dev.sluice.warehouse.Warehouse.Found;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The checks of a pipeline that its warehouse answers, over schema {@code staging}: after a run was
 * loaded, and before it is released.
 *
 * @param warehouse null for none: then there are no checks
 * @param isPersonal whether any table holds personal data: then no row is shown
 */
public record WarehouseChecks(
    @Nullable WarehouseSpec warehouse, List<WarehouseCheck> checks, boolean isPersonal)
    implements Serializable {
  public WarehouseChecks {
    checks = List.copyOf(checks);
  }

  public static WarehouseChecks of(PipelineSpec spec) {
    boolean isPersonal =
        Stream.concat(
                spec.tables().stream().map(table -> table.schema()),
                spec.models().stream().map(model -> model.output()))
            .anyMatch(TableSchema::hasPii);
    return new WarehouseChecks(spec.warehouse(), spec.warehouseChecks(), isPersonal);
  }

  public boolean isEmpty() {
    return warehouse == null || checks.isEmpty();
  }

  /**
   * Asks all of them.
   *
   * @throws PipelineException CHECK_FAILED with every check that fails, or cannot be computed;
   *     WAREHOUSE when it cannot be reached
   */
  public void require() {
    List<String> failed = findings();
    if (!failed.isEmpty()) {
      throw new PipelineException(
          ErrorCode.CHECK_FAILED, "In the warehouse, " + String.join("; ", failed) + ".");
    }
  }

  /**
   * Asks all of them; one that fails or cannot be computed is said with its place and what it
   * found.
   *
   * @throws PipelineException WAREHOUSE when it cannot be reached
   */
  public List<String> findings() {
    if (warehouse == null || checks.isEmpty()) {
      return List.of();
    }
    Warehouse asked = Warehouses.of(warehouse);
    List<String> failed = new ArrayList<>();
    for (WarehouseCheck check : checks) {
      String trouble = trouble(asked, check);
      if (trouble != null) {
        failed.add("%s, %s, %s".formatted(check.called(), place(check), trouble));
      }
    }
    return failed;
  }

  private @Nullable String trouble(Warehouse asked, WarehouseCheck check) {
    Long allowed = check.check().terms().allowed().rows();
    try {
      Found found = asked.ask(check.statement(), isPersonal ? 0 : check.check().terms().examples());
      long most = allowed == null ? 0 : allowed;
      return found.rows() <= most
          ? null
          : "found %s, expected at most %d%s"
              .formatted(
                  Plural.of(found.rows(), "row"),
                  most,
                  found.first().isEmpty() ? "" : ", such as " + String.join(", ", found.first()));
    } catch (PipelineException e) {
      if (e.code() != ErrorCode.CHECK_FAILED) {
        throw e;
      }
      String why = String.valueOf(e.getMessage()).strip();
      return why.endsWith("!") || why.endsWith(".") ? why.substring(0, why.length() - 1) : why;
    }
  }

  private static String place(WarehouseCheck check) {
    Position at = check.check().position();
    return at.file() + ":" + at.line();
  }
}
