// SPDX-License-Identifier: Apache-2.0
/** Says on which of Beam's runners a run goes, and with which options. */
@NullMarked
package dev.sluice.run.runner;

import org.jspecify.annotations.NullMarked;
