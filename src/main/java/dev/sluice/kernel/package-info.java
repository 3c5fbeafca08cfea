// SPDX-License-Identifier: Apache-2.0
/** Runs SQL over batches and files. */
@NullMarked
package dev.sluice.kernel;

import org.jspecify.annotations.NullMarked;
