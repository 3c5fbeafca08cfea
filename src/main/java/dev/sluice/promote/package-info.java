// SPDX-License-Identifier: Apache-2.0
/** Brings what a person approved to production, and nothing else. */
@NullMarked
package dev.sluice.promote;

import org.jspecify.annotations.NullMarked;
