// SPDX-License-Identifier: Apache-2.0
/** Talks to the brokers of Kafka, and to a registry of schemas. */
@NullMarked
package dev.sluice.source.kafka.client;

import org.jspecify.annotations.NullMarked;
