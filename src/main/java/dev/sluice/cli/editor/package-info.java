// SPDX-License-Identifier: Apache-2.0
/** Writes what editors need to complete the files of a pipeline. */
@NullMarked
package dev.sluice.cli.editor;

import org.jspecify.annotations.NullMarked;
