// SPDX-License-Identifier: Apache-2.0
/** The commands on a pipeline's folder. */
@NullMarked
package dev.sluice.cli.pipeline;

import org.jspecify.annotations.NullMarked;
