// SPDX-License-Identifier: Apache-2.0
package dev.sluice.care.document;

import dev.sluice.error.ErrorCode;

/**
 * What is wrong with one file of a lake.
 *
 * @param file relative to the lake's root
 * @param message what is wrong, and what to do
 */
public record LakeProblem(ErrorCode code, String file, String message) {}
