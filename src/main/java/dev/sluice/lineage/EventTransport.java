// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lineage;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.spec.telling.LineageSpec;
import dev.sluice.store.disk.Folders;
import io.openlineage.client.OpenLineage.RunEvent;
import io.openlineage.client.transports.ApiKeyTokenProvider;
import io.openlineage.client.transports.FileConfig;
import io.openlineage.client.transports.FileTransport;
import io.openlineage.client.transports.HttpConfig;
import io.openlineage.client.transports.HttpTransport;
import io.openlineage.client.transports.Transport;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Brings events to where the spec says, in their order. */
record EventTransport(LineageSpec target, Map<String, String> environment) {
  /** The environment variable that OpenLineage's own clients take a key from. */
  static final String KEY = "OPENLINEAGE_API_KEY";

  private static final int TIMEOUT_MILLIS = 5_000;

  /**
   * Sends events; those to a file are on disk when it returns.
   *
   * @throws PipelineException LINEAGE_UNDELIVERED at the first that was not taken; it may have
   *     arrived
   */
  void send(List<RunEvent> events) {
    try (Transport transport = target.isFile() ? file() : http()) {
      events.forEach(transport::emit);
      if (target.isFile()) {
        Path file = Path.of(target.target());
        Folders.sync(file);
        Folders.sync(Folders.of(file));
      }
    } catch (Exception e) { // a transport may close with any
      throw new PipelineException(
          ErrorCode.LINEAGE_UNDELIVERED,
          "Lineage could not be sent to %s: %s".formatted(target.target(), reason(e)),
          e);
    }
  }

  private static String reason(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }

  private Transport file() {
    FileConfig config = new FileConfig();
    config.setLocation(target.target());
    return new FileTransport(config);
  }

  private Transport http() {
    HttpConfig config = new HttpConfig();
    config.setUrl(URI.create(target.target()));
    config.setTimeoutInMillis(TIMEOUT_MILLIS);
    String key = environment.getOrDefault(KEY, "");
    if (!key.isEmpty()) {
      ApiKeyTokenProvider token = new ApiKeyTokenProvider();
      token.setApiKey(key);
      config.setAuth(token);
    }
    return new HttpTransport(config);
  }
}
