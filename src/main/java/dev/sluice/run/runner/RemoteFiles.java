// SPDX-License-Identifier: Apache-2.0
package dev.sluice.run.runner;

import dev.sluice.spec.PipelineSpec;
import dev.sluice.spec.policy.Policies;
import dev.sluice.store.GcsClient;
import dev.sluice.store.Lakes;
import java.util.stream.Stream;
import org.apache.beam.sdk.extensions.gcp.auth.NoopCredentialFactory;
import org.apache.beam.sdk.extensions.gcp.options.GcpOptions;
import org.apache.beam.sdk.extensions.gcp.options.GcsOptions;
import org.apache.beam.sdk.extensions.gcp.storage.NoopPathValidator;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/** Lets this process reach object stores; done once, before the first use of a remote path. */
public final class RemoteFiles {
  /** Each upload under way holds one such buffer, and some are under way at once. */
  private static final int UPLOAD_BUFFER = 1 << 20;

  private RemoteFiles() {}

  /**
   * Prepares for the lake and the sources of a pipeline; does nothing when all are local.
   *
   * @throws dev.sluice.error.PipelineException LAKE_READ when the lake's bucket cannot be reached
   */
  public static void prepare(PipelineSpec spec) {
    Lakes.requireReach(spec.lake());
    register(spec);
  }

  /** As {@link #prepare}, where a bucket that cannot be reached is told of when it is asked. */
  public static void register(PipelineSpec spec) {
    if (areUsedBy(spec)) {
      FileSystems.setDefaultPipelineOptions(configure(PipelineOptionsFactory.create()));
    }
  }

  /** Whether a pipeline touches an object store. */
  public static boolean areUsedBy(PipelineSpec spec) {
    Policies.Deferral other = spec.target().deferral();
    return Stream.concat(
            Stream.of(spec.lake(), other == null ? "" : other.lake()),
            spec.tables().stream().flatMap(table -> table.source().paths().stream()))
        .anyMatch(Lakes::isRemote);
  }

  /** Sets how options reach Cloud Storage, as far as nobody set it. */
  public static PipelineOptions configure(PipelineOptions options) {
    GcsOptions gcs = options.as(GcsOptions.class);
    if (gcs.getGcsUploadBufferSizeBytes() == null) {
      gcs.setGcsUploadBufferSizeBytes(UPLOAD_BUFFER);
    }
    String emulator = System.getenv(GcsClient.EMULATOR);
    if (emulator != null && !emulator.isEmpty()) {
      String host = emulator.contains("://") ? emulator : "http://" + emulator;
      gcs.setGcsEndpoint(host + "/storage/v1/");
      gcs.setPathValidatorClass(NoopPathValidator.class);
      options.as(GcpOptions.class).setCredentialFactoryClass(NoopCredentialFactory.class);
    }
    return options;
  }
}
