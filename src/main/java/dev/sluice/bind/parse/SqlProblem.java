// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bind.parse;

import dev.sluice.error.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * Something wrong with a statement.
 *
 * @param offset 0-based character offset into the statement
 * @param suggestion what to do, or null
 */
public record SqlProblem(ErrorCode code, int offset, String message, @Nullable String suggestion) {}
