// SPDX-License-Identifier: Apache-2.0
/** Makes batches of dead letters, and seals what they hold. */
@NullMarked
package dev.sluice.letters.record;

import org.jspecify.annotations.NullMarked;
