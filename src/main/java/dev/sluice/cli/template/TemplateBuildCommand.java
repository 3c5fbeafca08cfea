// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.template;

import dev.sluice.launch.Gcloud;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice template build}. */
@Command(
    name = "build",
    description =
        "Print the command that writes the template's file into a bucket, for an image of Sluice;"
            + " or run it.")
final class TemplateBuildCommand extends GcloudCommand {
  @Parameters(
      paramLabel = "FILE",
      description = "Where the template's file goes: gs://BUCKET/PATH.json. Required.")
  private String file;

  @Option(
      names = "--image",
      paramLabel = "IMAGE",
      required = true,
      description = "The image of Sluice, best by its digest or its commit. Required.")
  private String image;

  @Option(
      names = "--metadata-file",
      paramLabel = "FILE",
      defaultValue = "templates/sluice-metadata.json",
      description =
          "What the template takes, as `sluice template metadata` prints it. Default:"
              + " templates/sluice-metadata.json.")
  private String metadata;

  @Override
  Gcloud gcloud() {
    if (!file.startsWith("gs://")) {
      throw wrong("FILE must be gs://BUCKET/PATH.json, not '" + file + "'");
    }
    return Gcloud.build(file, image, metadata, more());
  }
}
