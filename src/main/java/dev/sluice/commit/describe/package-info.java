// SPDX-License-Identifier: Apache-2.0
/** Describes the values of the files that a run landed, before they are committed. */
@NullMarked
package dev.sluice.commit.describe;

import org.jspecify.annotations.NullMarked;
