// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.files.replay;

import dev.sluice.batch.RecordBatch;
import org.jspecify.annotations.Nullable;

/**
 * What letters that are read together gave.
 *
 * @param rows null when no record is a row now
 * @param dead null when every record is
 */
public record LetterPiece(@Nullable RecordBatch rows, @Nullable RecordBatch dead) {}
