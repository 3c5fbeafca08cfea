// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec;

import java.io.Serializable;

/**
 * What happens to good data, and to bad, once a run is through.
 *
 * @param names what became of earlier tables and columns
 */
public record Policies(PublishSpec publish, DeadLetterSpec deadLetters, NamesSpec names)
    implements Serializable {
  /** With every name as it always was. */
  public Policies(PublishSpec publish, DeadLetterSpec deadLetters) {
    this(publish, deadLetters, NamesSpec.NONE);
  }

  /** The same otherwise. */
  public Policies publishing(PublishSpec other) {
    return new Policies(other, deadLetters, names);
  }
}
