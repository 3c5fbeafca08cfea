// SPDX-License-Identifier: Apache-2.0
/** Knows what names and texts mean to people, and words what was counted. */
@NullMarked
package dev.sluice.infer.words;

import org.jspecify.annotations.NullMarked;
