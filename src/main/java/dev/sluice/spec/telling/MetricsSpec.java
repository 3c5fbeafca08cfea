// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.telling;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Where figures of the newest run go; at least one of the two is there.
 *
 * @param prometheus the absolute path of the file in which Prometheus finds them; null for none
 * @param otlp the URL of a receiver of OpenTelemetry's protocol over HTTP; null for none
 */
public record MetricsSpec(@Nullable String prometheus, @Nullable String otlp)
    implements Serializable {}
