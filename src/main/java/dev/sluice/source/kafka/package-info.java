// SPDX-License-Identifier: Apache-2.0
/** Reads topics of Kafka: what of them is there, their partitions, and dead messages again. */
@NullMarked
package dev.sluice.source.kafka;

import org.jspecify.annotations.NullMarked;
