// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec;

import java.io.Serializable;

/**
 * Where typed tables are loaded for SQL users.
 *
 * @param kind {@code duckdb} (or {@code bigquery}, later)
 * @param location the absolute path of the database file, or the project
 */
public record WarehouseSpec(String kind, String location) implements Serializable {}
