// SPDX-License-Identifier: Apache-2.0
package dev.sluice.infer;

import dev.sluice.infer.decide.ColumnGuess;
import dev.sluice.infer.decide.TableGuess;
import dev.sluice.infer.decide.TableGuess.NearKey;
import dev.sluice.infer.decide.TableGuess.Reference;
import dev.sluice.infer.profile.KeyHashes;
import dev.sluice.infer.words.NameHints;
import dev.sluice.kernel.Kernel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds columns that lead to another table: called like its key, and without a value that is not
 * there.
 */
final class References {
  private final List<TableGuess> tables;
  private final List<KeyHashes> hashes;
  private final Kernel kernel;

  private References(List<TableGuess> tables, List<KeyHashes> hashes, Kernel kernel) {
    this.tables = tables;
    this.hashes = hashes;
    this.kernel = kernel;
  }

  /** The tables with what they lead to. */
  static List<TableGuess> among(List<TableGuess> tables, List<KeyHashes> hashes, Kernel kernel) {
    References references = new References(tables, hashes, kernel);
    List<TableGuess> leading = new ArrayList<>();
    for (int i = 0; i < tables.size(); i++) {
      leading.add(tables.get(i).leadingTo(references.of(i)));
    }
    return leading;
  }

  private List<Reference> of(int table) {
    List<Reference> found = new ArrayList<>();
    TableGuess from = tables.get(table);
    for (ColumnGuess column : from.columns()) {
      boolean isOwnKey =
          from.identity().isSure() && from.identity().keys().get(0).equals(List.of(column.name()));
      for (int other = 0; other < tables.size() && !isOwnKey; other++) {
        Optional<Reference> reference =
            other == table ? Optional.empty() : reference(table, column, other);
        if (reference.isPresent()) {
          found.add(reference.get());
          break;
        }
      }
    }
    return found;
  }

  private Optional<Reference> reference(int table, ColumnGuess column, int other) {
    TableGuess to = tables.get(other);
    return Stream.concat(
            to.identity().keys().stream().filter(key -> key.size() == 1).map(key -> key.get(0)),
            to.identity().near().filter(NearKey::isKeyButForFew).map(NearKey::column).stream())
        .map(key -> column(to, key))
        .filter(key -> key.type().equals(column.type()) && isNamed(column, to.name(), key))
        .filter(
            key ->
                hashes
                    .get(table)
                    .leadsTo(
                        kernel,
                        column.source(),
                        nulls(tables.get(table), column),
                        new KeyHashes.Key(hashes.get(other), key.source())))
        .findFirst()
        .map(key -> new Reference(column.name(), to.name(), key.name()));
  }

  private static List<String> nulls(TableGuess table, ColumnGuess column) {
    List<String> nulls = new ArrayList<>(table.nulls().values());
    nulls.addAll(column.nullValues());
    return nulls;
  }

  private static ColumnGuess column(TableGuess table, String name) {
    return table.columns().stream()
        .filter(column -> column.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** Whether a column is called like a table, or like its key where that has a name of its own. */
  private static boolean isNamed(ColumnGuess column, String table, ColumnGuess key) {
    String bare = table.replaceFirst("^(stg|dim|tbl|t)_", "");
    String name = column.name();
    boolean isKeysOwn = name.equals(key.name()) && !NameHints.isPlainId(key.name());
    boolean isTables = name.equals(bare);
    String rest = NameHints.singular(bare);
    while (!isTables && !rest.isEmpty()) { // `shop_public_orders` may be called `order`
      isTables =
          name.equals(rest + "_" + key.name())
              || name.equals(rest)
              || name.equals(rest + "_id")
              || name.endsWith("_" + rest + "_id");
      rest = rest.substring(rest.indexOf('_') + 1 == 0 ? rest.length() : rest.indexOf('_') + 1);
    }
    return isKeysOwn || isTables;
  }
}
