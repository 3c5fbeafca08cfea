// SPDX-License-Identifier: Apache-2.0
/** Reads what the columns of a table or model are: from the spec, or from an Avro schema. */
@NullMarked
package dev.sluice.spec.parse.columns;

import org.jspecify.annotations.NullMarked;
