// SPDX-License-Identifier: Apache-2.0
package dev.sluice.checks;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.dataflow.v1beta3.ContainerSpec;
import com.google.dataflow.v1beta3.LaunchFlexTemplateRequest;
import com.google.dataflow.v1beta3.ParameterMetadata;
import com.google.dataflow.v1beta3.TemplateMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The Flex Template's files, read into Dataflow's own messages. */
class TemplateFilesTest {
  private static final Path SAMPLES = Path.of("src/test/resources/samples");

  @Test
  void areWhatDataflowReads() throws IOException {
    List<Path> metadata = templates("-metadata.json");
    List<Path> containers = templates("-container-spec.json");
    assertThat("templates/*-metadata.json", metadata, is(not(empty())));
    assertThat("templates/*-container-spec.json", containers, is(not(empty())));
    for (Path file : metadata) {
      TemplateMetadata read =
          Strict.json(file.toString(), Strict.read(file), TemplateMetadata.getDefaultInstance());
      assertThat(file.toString(), read.getParametersList(), is(not(empty())));
    }
    for (Path file : containers) {
      ContainerSpec read =
          Strict.json(file.toString(), Strict.read(file), ContainerSpec.getDefaultInstance());
      assertThat(file.toString(), read.hasMetadata(), is(true));
    }
  }

  @Test
  void areLaunchedByTheSchedulerWithParametersTheyHave() throws IOException {
    String body =
        Strict.read(Strict.ROOT.resolve("deploy/terraform/environment/launch.json.tftpl"))
            .replaceAll("\\$\\{max_workers\\}", "4")
            .replaceAll("\\$\\{[a-z_]+\\}", "x");
    LaunchFlexTemplateRequest request =
        Strict.json("launch.json.tftpl", body, LaunchFlexTemplateRequest.getDefaultInstance());
    Set<String> known =
        templates("-metadata.json").stream()
            .map(
                f ->
                    Strict.json(
                        f.toString(), Strict.read(f), TemplateMetadata.getDefaultInstance()))
            .flatMap(each -> each.getParametersList().stream())
            .map(ParameterMetadata::getName)
            .collect(Collectors.toSet());
    for (String parameter : request.getLaunchParameter().getParametersMap().keySet()) {
      assertThat(parameter + " of " + known, known.contains(parameter), is(true));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          misspelt-metadata.json | Cannot find field: helptext
          bad-enum-metadata.json | GCS_FOLDER" for enum type
          wrong-type-metadata.json | Invalid bool value: "sometimes"
          environment-in-metadata.json | Cannot find field: defaultEnvironment
          """)
  void refusesWhatIsNoMetadata(String name, String reason) {
    refuses(name, reason, TemplateMetadata.getDefaultInstance());
  }

  @Test
  void refusesWhatIsNoContainerSpec() {
    refuses(
        "bad-enum-container-spec.json",
        "KOTLIN\" for enum type",
        ContainerSpec.getDefaultInstance());
  }

  private static void refuses(String name, String reason, com.google.protobuf.Message kind) {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> Strict.json(name, Strict.read(SAMPLES.resolve(name)), kind));
    assertThat(refused.getMessage(), containsString(reason));
  }

  private static List<Path> templates(String ending) throws IOException {
    Path folder = Strict.ROOT.resolve("templates");
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }
}
