// SPDX-License-Identifier: Apache-2.0
/** Says what a whole pipeline is, every default filled in. */
@NullMarked
package dev.sluice.spec;

import org.jspecify.annotations.NullMarked;
