/** The graph: read PipelineGraph first. */
@NullMarked
package dev.sluice.pipeline;

import org.jspecify.annotations.NullMarked;
