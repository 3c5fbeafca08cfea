// SPDX-License-Identifier: Apache-2.0
package dev.sluice.error.issue;

import java.io.Serializable;

/**
 * A place in one of the author's files.
 *
 * @param file the path as the author would type it, relative to the pipeline's folder
 * @param line 1-based
 * @param column 1-based, counted in characters
 */
public record Position(String file, int line, int column) implements Serializable {
  @Override
  public String toString() {
    return file + ":" + line + ":" + column;
  }
}
