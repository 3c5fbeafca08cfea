// SPDX-License-Identifier: Apache-2.0
/** Shows what codes mean. */
@NullMarked
package dev.sluice.report.code;

import org.jspecify.annotations.NullMarked;
