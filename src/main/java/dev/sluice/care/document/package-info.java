// SPDX-License-Identifier: Apache-2.0
/** Reads every document of a lake, and notes what is wrong. */
@NullMarked
package dev.sluice.care.document;

import org.jspecify.annotations.NullMarked;
