// SPDX-License-Identifier: Apache-2.0
/** Says contracts, and how sources differ from them. */
@NullMarked
package dev.sluice.report.contract;

import org.jspecify.annotations.NullMarked;
