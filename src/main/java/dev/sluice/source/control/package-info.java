// SPDX-License-Identifier: Apache-2.0
/** Reads what the sender of source files says of them in files of its own. */
@NullMarked
package dev.sluice.source.control;

import org.jspecify.annotations.NullMarked;
