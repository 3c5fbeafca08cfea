// SPDX-License-Identifier: Apache-2.0
package dev.sluice.source.inbox.receive;

import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.spec.receive.Receiver.Broker;
import org.jspecify.annotations.Nullable;

/** What the receivers of brokers share. */
final class Brokers {
  private Brokers() {}

  /** The password of whoever logs in; null for none. */
  static @Nullable String password(Inlet inlet, Broker broker) {
    if (broker.password().isEmpty()) {
      return null;
    }
    String password = System.getenv(broker.password());
    if (password == null || password.isEmpty()) {
      throw failure(
          inlet, broker.password() + " is not set, and holds the password for the broker", null);
    }
    return password;
  }

  /** Why a broker gives nothing. */
  static PipelineException failure(Inlet inlet, String what, @Nullable Throwable cause) {
    String why = cause == null || cause.getMessage() == null ? "" : ": " + cause.getMessage();
    return new PipelineException(
            ErrorCode.SOURCE_UNREACHABLE,
            "%s%s. What it holds is received when it answers."
                .formatted(what, why.replaceFirst("[.]$", "")),
            cause)
        .about("tables", inlet.table(), "source");
  }
}
