// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lake;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * A committed manifest on its way past production, the warehouse and the receivers of messages.
 *
 * @param shown what the lake's production shows since; null where the manifest waits for approval
 */
public record Published(Manifest manifest, @Nullable Promoted shown) implements Serializable {}
