// SPDX-License-Identifier: Apache-2.0
/** Wires the whole pipeline; read {@link dev.sluice.graph.PipelineGraph} first. */
@NullMarked
package dev.sluice.graph;

import org.jspecify.annotations.NullMarked;
