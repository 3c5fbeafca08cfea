// SPDX-License-Identifier: Apache-2.0
package dev.sluice.checks;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.cloudbuild.v1.Build;
import com.google.cloudbuild.v1.BuildStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The builds, read as Cloud Build reads them, and more strictly. */
class CloudBuildTest {
  private static final Path SAMPLES = Path.of("src/test/resources/samples");

  @ParameterizedTest
  @ValueSource(
      strings = {"cloudbuild.yaml", "cloudbuild.production.yaml", "cloudbuild.promote.yaml"})
  void isABuildWithoutProblems(String name) {
    assertThat(new BuildFile(build(name), Strict.ROOT).problems(), is(empty()));
  }

  @Test
  void testsBeforeItBuildsPushesDeploysAndTells() {
    assertThat(
        build("cloudbuild.yaml").getStepsList().stream().map(BuildStep::getId).toList(),
        contains(
            "ci-image",
            "test",
            "image",
            "system-test",
            "push",
            "deploy-staging",
            "load",
            "performance-test",
            "announce"));
  }

  @Test
  void usesEveryScriptOfDelivery() throws IOException {
    Set<String> called = new TreeSet<>();
    for (String name :
        List.of("cloudbuild.yaml", "cloudbuild.production.yaml", "cloudbuild.promote.yaml")) {
      called.addAll(new BuildFile(build(name), Strict.ROOT).scriptsCalled());
    }
    called.removeIf(script -> !script.startsWith("scripts/delivery/"));
    try (Stream<Path> files = Files.list(Strict.ROOT.resolve("scripts/delivery"))) {
      Set<String> there =
          files
              .filter(file -> Files.isExecutable(file) && Files.isRegularFile(file))
              .map(file -> "scripts/delivery/" + file.getFileName())
              .filter(
                  file -> !file.equals("scripts/delivery/pin-images")) // a person's, not a build's
              .collect(Collectors.toCollection(TreeSet::new));
      assertThat(called, is(there));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          misspelt-key.yaml | Cannot find field: argz
          misspelt-enum.yaml | GCS_OLNY" for enum type
          wrong-type.yaml | Invalid bool value: "a b"
          timeout-in-minutes.yaml | Failed to parse duration: "20m"
          duplicate-key.yaml | duplicate key
          """)
  void refusesWhatIsNoBuild(String name, String reason) {
    RuntimeException refused =
        assertThrows(
            RuntimeException.class,
            () ->
                Strict.yaml(name, Strict.read(SAMPLES.resolve(name)), Build.getDefaultInstance()));
    assertThat(refused.getMessage(), containsString(reason));
  }

  @Test
  void findsWhatTheMessageCannotSay() {
    Build build =
        Strict.yaml(
            "careless.yaml",
            Strict.read(SAMPLES.resolve("careless.yaml")),
            Build.getDefaultInstance());
    assertThat(
        new BuildFile(build, Strict.ROOT).problems(),
        contains(
            "Step 'second' waits for 'third', which no earlier step is",
            "Two steps have the id 'second'",
            "A step on ${_DOCKER_IMAGE} has no id",
            "$_ORPHAN is used but not declared",
            "$_IDLE is declared but not used",
            "scripts/emulators.d/pubsub/main.go is called but not executable",
            "scripts/nowhere is called but not there",
            "Step 'first' runs on ubuntu:latest, which names no digest",
            "The build has no timeout",
            "Step 'first' may fail"));
  }

  private static Build build(String name) {
    return Strict.yaml(name, Strict.read(Strict.ROOT.resolve(name)), Build.getDefaultInstance());
  }
}
