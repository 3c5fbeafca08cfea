// SPDX-License-Identifier: Apache-2.0
/** Says what to write into which file, in the words that the file has already. */
@NullMarked
package dev.sluice.explain.advice;

import org.jspecify.annotations.NullMarked;
