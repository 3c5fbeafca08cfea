// SPDX-License-Identifier: Apache-2.0
/** Shows what was found in files, and what a spec says of it. */
@NullMarked
package dev.sluice.report.infer;

import org.jspecify.annotations.NullMarked;
