// SPDX-License-Identifier: Apache-2.0
/** Says what a warehouse is: it mirrors the lake, and can always be made anew from it. */
@NullMarked
package dev.sluice.warehouse;

import org.jspecify.annotations.NullMarked;
