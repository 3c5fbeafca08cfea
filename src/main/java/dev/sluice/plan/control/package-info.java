// SPDX-License-Identifier: Apache-2.0
/** Takes down what the senders of source files say of them, for the checks that count. */
@NullMarked
package dev.sluice.plan.control;

import org.jspecify.annotations.NullMarked;
