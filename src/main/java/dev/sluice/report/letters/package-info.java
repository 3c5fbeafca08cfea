// SPDX-License-Identifier: Apache-2.0
/** Shows dead letters. */
@NullMarked
package dev.sluice.report.letters;

import org.jspecify.annotations.NullMarked;
