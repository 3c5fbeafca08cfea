// SPDX-License-Identifier: Apache-2.0
/** The commands on the epochs of a stream that were held back. */
@NullMarked
package dev.sluice.cli.epochs;

import org.jspecify.annotations.NullMarked;
