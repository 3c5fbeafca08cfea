// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.policy;

/** Who may read a lake's files; spelled {@code lake_permissions} in the spec. */
public enum LakePermissions {
  /** Their owner alone. */
  PRIVATE,
  /** Whoever may read the lake's folder. */
  INHERIT
}
