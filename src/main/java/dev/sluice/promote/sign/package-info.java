// SPDX-License-Identifier: Apache-2.0
/** Signs decisions and releases, and checks whose signature they bear. */
@NullMarked
package dev.sluice.promote.sign;

import org.jspecify.annotations.NullMarked;
