// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.telling;

import java.io.Serializable;

/**
 * Where runs are told as OpenLineage events.
 *
 * @param isFile whether a line is appended to a file for each event; else events are posted
 * @param target the absolute path of a file, or the URL of a server
 * @param namespace in which jobs have their names
 */
public record LineageSpec(boolean isFile, String target, String namespace) implements Serializable {
  /** Where the spec names none. */
  public static final String NAMESPACE = "sluice";
}
