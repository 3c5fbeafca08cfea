// SPDX-License-Identifier: Apache-2.0
/** Says where in a file a record stands, and which part of it is read. */
@NullMarked
package dev.sluice.source.files.position;

import org.jspecify.annotations.NullMarked;
