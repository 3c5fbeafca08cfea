// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.topic;

import java.io.Serializable;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where the brokers are, and how they are talked to.
 *
 * @param servers {@code HOST:PORT}, each
 * @param properties of the client, none of which is a secret
 * @param secrets the environment variables that hold the other properties, by these
 */
public record TopicCluster(
    List<String> servers, Map<String, String> properties, Map<String, String> secrets)
    implements Serializable {
  /** Begins every origin in a topic. */
  public static final String SCHEME = "kafka://";

  public TopicCluster {
    servers = List.copyOf(servers);
    properties = Collections.unmodifiableMap(new TreeMap<>(properties));
    secrets = Collections.unmodifiableMap(new TreeMap<>(secrets));
  }

  /** What it is called in origins and lineage. */
  public String address() {
    return SCHEME + servers.get(0);
  }
}
