// SPDX-License-Identifier: Apache-2.0
/** Describes a result once, for people and for programs. */
@NullMarked
package dev.sluice.report.view;

import org.jspecify.annotations.NullMarked;
