// SPDX-License-Identifier: Apache-2.0
/** Makes texts fit what they are shown on: its width, and its colours. */
@NullMarked
package dev.sluice.report.page;

import org.jspecify.annotations.NullMarked;
