// SPDX-License-Identifier: Apache-2.0
/**
 * Says what is wrong with the author's files: located issues, shown with the line and a caret, and
 * what was meant.
 */
@NullMarked
package dev.sluice.error.issue;

import org.jspecify.annotations.NullMarked;
