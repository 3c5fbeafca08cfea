// SPDX-License-Identifier: Apache-2.0
/** Shows a pipeline's runs to a browser of this machine, and takes what people decide on them. */
@NullMarked
package dev.sluice.serve;

import org.jspecify.annotations.NullMarked;
