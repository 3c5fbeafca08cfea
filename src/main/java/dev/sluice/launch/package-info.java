// SPDX-License-Identifier: Apache-2.0
/** Launches pipelines elsewhere: Flex Templates and Google's {@code gcloud}. */
@NullMarked
package dev.sluice.launch;

import org.jspecify.annotations.NullMarked;
