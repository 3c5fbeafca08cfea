// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.listing;

import dev.sluice.intake.InputFile;
import java.util.List;

/**
 * What a source's patterns match.
 *
 * @param files sorted by path, each once
 * @param hidden paths that were left out because a name begins with {@code .} or {@code _}, sorted;
 *     a folder ends in a slash
 * @param again links that were left out because what they lead to is among the files, sorted
 */
public record FoundFiles(List<InputFile> files, List<String> hidden, List<String> again) {
  public FoundFiles {
    files = List.copyOf(files);
    hidden = List.copyOf(hidden);
    again = List.copyOf(again);
  }
}
