// SPDX-License-Identifier: Apache-2.0
/** Reads contracts from Avro schemas. */
@NullMarked
package dev.sluice.schema.avro;

import org.jspecify.annotations.NullMarked;
