// SPDX-License-Identifier: Apache-2.0
/** Says what of a lake nobody needs any more. */
@NullMarked
package dev.sluice.care.leftover;

import org.jspecify.annotations.NullMarked;
