// SPDX-License-Identifier: Apache-2.0
/** Takes the values of pages out of their bytes, and takes no memory because a page asks for it. */
@NullMarked
package dev.sluice.source.files.parquet.encoding;

import org.jspecify.annotations.NullMarked;
