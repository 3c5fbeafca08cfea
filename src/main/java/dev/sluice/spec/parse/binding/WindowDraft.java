// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.parse.binding;

import dev.sluice.error.issue.Position;
import dev.sluice.spec.time.Window;
import dev.sluice.spec.yaml.Node.Scalar;

/**
 * A model's window before binding.
 *
 * @param on the column of event time, where it stands
 * @param emit where {@code emit} stands, or the window
 */
public record WindowDraft(Window window, Scalar on, Position emit) {}
