// SPDX-License-Identifier: Apache-2.0
/** Lists a lake, and says what the path of a file tells of it. */
@NullMarked
package dev.sluice.care.inventory;

import org.jspecify.annotations.NullMarked;
