// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec;

import java.io.Serializable;

/**
 * What a run may read, and what happens to good data, and to bad, once it is through.
 *
 * @param allowsOutside whether sources that are named relative to the pipeline's folder may lie
 *     outside it
 */
public record Policies(PublishSpec publish, DeadLetterSpec deadLetters, boolean allowsOutside)
    implements Serializable {
  public Policies(PublishSpec publish, DeadLetterSpec deadLetters) {
    this(publish, deadLetters, false);
  }
}
