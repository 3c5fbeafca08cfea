// SPDX-License-Identifier: Apache-2.0
/** Runs a model on a sample of its inputs, and keeps nothing. */
@NullMarked
package dev.sluice.look.preview;

import org.jspecify.annotations.NullMarked;
