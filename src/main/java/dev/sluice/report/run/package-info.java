// SPDX-License-Identifier: Apache-2.0
/** Says what runs did. */
@NullMarked
package dev.sluice.report.run;

import org.jspecify.annotations.NullMarked;
