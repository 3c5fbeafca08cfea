// SPDX-License-Identifier: Apache-2.0
/** Fails a run none of whose records had a key that the contract needs. */
@NullMarked
package dev.sluice.source.files.keys;

import org.jspecify.annotations.NullMarked;
