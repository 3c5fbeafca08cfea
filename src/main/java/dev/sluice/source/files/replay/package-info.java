// SPDX-License-Identifier: Apache-2.0
/** Holds dead letters that are read again. */
@NullMarked
package dev.sluice.source.files.replay;

import org.jspecify.annotations.NullMarked;
