// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.receive;

import java.io.Serializable;

/** From where messages come that are given once they are acknowledged. */
public sealed interface Receiver extends Serializable {
  /** Its key in the spec. */
  String kind();

  /** Where it is, as a URL without a secret. */
  String address();

  /** Whether it can be asked for what waits there; else messages come when their senders like. */
  boolean isAsked();

  /**
   * An endpoint of this process that takes posts.
   *
   * @param host on which it listens, as the spec says it
   * @param path that begins with a slash
   * @param token the environment variable with the token that a post must carry; empty for none
   * @param idHeader the header that holds the id of a post
   */
  record Http(String host, int port, String path, String token, String idHeader)
      implements Receiver {
    /** Unless the spec says another. */
    public static final String LOOPBACK = "127.0.0.1";

    public static final String ID_HEADER = "Idempotency-Key";

    @Override
    public String kind() {
      return "http";
    }

    @Override
    public String address() {
      return "http://" + host + ":" + port + path;
    }

    @Override
    public boolean isAsked() {
      return false;
    }
  }
}
