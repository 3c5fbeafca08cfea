// SPDX-License-Identifier: Apache-2.0
/** Finds what a source has and no column of a contract takes. */
@NullMarked
package dev.sluice.validate.unknown;

import org.jspecify.annotations.NullMarked;
