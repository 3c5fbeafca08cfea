// SPDX-License-Identifier: Apache-2.0
/** Says how runs ended as figures that Prometheus collects. */
@NullMarked
package dev.sluice.metrics;

import org.jspecify.annotations.NullMarked;
