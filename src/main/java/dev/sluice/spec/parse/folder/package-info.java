// SPDX-License-Identifier: Apache-2.0
/** Reads the files of a pipeline's folder, and nothing outside of it. */
@NullMarked
package dev.sluice.spec.parse.folder;

import org.jspecify.annotations.NullMarked;
