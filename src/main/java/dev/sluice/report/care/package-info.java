// SPDX-License-Identifier: Apache-2.0
/** Says what looking after a lake found and did. */
@NullMarked
package dev.sluice.report.care;

import org.jspecify.annotations.NullMarked;
