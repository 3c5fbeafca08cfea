// SPDX-License-Identifier: Apache-2.0
/** Reads JSON, one object a line. */
@NullMarked
package dev.sluice.source.files.json;

import org.jspecify.annotations.NullMarked;
