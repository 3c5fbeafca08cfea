// SPDX-License-Identifier: Apache-2.0
/** Says what the values of files are like, of which no pipeline knows yet. */
@NullMarked
package dev.sluice.infer.values;

import org.jspecify.annotations.NullMarked;
