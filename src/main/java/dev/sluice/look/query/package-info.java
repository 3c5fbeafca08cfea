// SPDX-License-Identifier: Apache-2.0
/** Runs statements of people over tables, and writes what they give. */
@NullMarked
package dev.sluice.look.query;

import org.jspecify.annotations.NullMarked;
