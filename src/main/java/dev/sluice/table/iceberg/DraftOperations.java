// SPDX-License-Identifier: Apache-2.0
package dev.sluice.table.iceberg;

import dev.sluice.table.iceberg.io.StoreIO;
import org.apache.iceberg.LocationProviders;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.LocationProvider;

/** Holds a table while it is changed, step by step, in memory: a commit of Iceberg's swaps that. */
final class DraftOperations implements TableOperations {
  private final StoreIO io;
  private TableMetadata current;

  DraftOperations(StoreIO io, TableMetadata start) {
    this.io = io;
    this.current = start;
  }

  void set(TableMetadata next) {
    current = next;
  }

  @Override
  public TableMetadata current() {
    return current;
  }

  @Override
  public TableMetadata refresh() {
    return current;
  }

  @Override
  public void commit(TableMetadata base, TableMetadata next) {
    current = next;
  }

  @Override
  public FileIO io() {
    return io;
  }

  @Override
  public String metadataFileLocation(String name) {
    return current.location() + "/metadata/" + name;
  }

  @Override
  public LocationProvider locationProvider() {
    return LocationProviders.locationsFor(current.location(), current.properties());
  }
}
