// SPDX-License-Identifier: Apache-2.0
package dev.sluice.scale;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Gives tables of a lake very many files more: folder of the lake, count, whether on disk, tables.
 */
public final class LiveFiles {
  private LiveFiles() {}

  public static void main(String[] args) throws IOException {
    Set<String> tables = Set.copyOf(List.of(args).subList(3, args.length));
    new ManyFiles(Path.of(args[0]))
        .add(tables, Integer.parseInt(args[1]), Boolean.parseBoolean(args[2]));
  }
}
