// SPDX-License-Identifier: Apache-2.0
/** Reads Avro container files. */
@NullMarked
package dev.sluice.source.files.avro;

import org.jspecify.annotations.NullMarked;
