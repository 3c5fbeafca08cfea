// SPDX-License-Identifier: Apache-2.0
/** What people and programs see of a stream. */
@NullMarked
package dev.sluice.report.stream;

import org.jspecify.annotations.NullMarked;
