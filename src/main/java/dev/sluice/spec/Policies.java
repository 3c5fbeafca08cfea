// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec;

import java.io.Serializable;

/** What happens to good data, and to bad, once a run is through, and who may read it. */
public record Policies(PublishSpec publish, DeadLetterSpec deadLetters, LakePermissions permissions)
    implements Serializable {}
