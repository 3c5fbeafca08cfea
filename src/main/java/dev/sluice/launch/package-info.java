// SPDX-License-Identifier: Apache-2.0
/** How a pipeline is started by somebody else's program: a Flex Template of Dataflow. */
@NullMarked
package dev.sluice.launch;

import org.jspecify.annotations.NullMarked;
