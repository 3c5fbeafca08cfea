// SPDX-License-Identifier: Apache-2.0
/** Keeps the data files of a lake, in a folder or a bucket. */
@NullMarked
package dev.sluice.store.object;

import org.jspecify.annotations.NullMarked;
