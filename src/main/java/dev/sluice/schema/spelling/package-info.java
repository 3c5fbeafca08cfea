// SPDX-License-Identifier: Apache-2.0
/** Reads and writes columns as a spec spells them. */
@NullMarked
package dev.sluice.schema.spelling;

import org.jspecify.annotations.NullMarked;
