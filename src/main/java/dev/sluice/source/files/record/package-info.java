// SPDX-License-Identifier: Apache-2.0
/** Says whose records are read, and buries those that cannot be. */
@NullMarked
package dev.sluice.source.files.record;

import org.jspecify.annotations.NullMarked;
