// SPDX-License-Identifier: Apache-2.0
/** Says what went wrong: one code for every trouble, and who is to act on it. */
@NullMarked
package dev.sluice.error;

import org.jspecify.annotations.NullMarked;
