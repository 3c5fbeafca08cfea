// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.table;

import java.io.Serializable;

/**
 * What people should know of a table or model; nothing that a run does depends on it.
 *
 * @param description empty when there is none
 * @param owner who answers for it; empty when nobody is named
 */
public record About(String description, String owner) implements Serializable {
  public static final About NOTHING = new About("", "");
}
