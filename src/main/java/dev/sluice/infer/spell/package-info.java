// SPDX-License-Identifier: Apache-2.0
/** Writes what was decided as the YAML of a spec, each guess with its evidence. */
@NullMarked
package dev.sluice.infer.spell;

import org.jspecify.annotations.NullMarked;
