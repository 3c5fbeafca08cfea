// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli.template;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import dev.sluice.fixture.Child;
import dev.sluice.fixture.Golden;
import dev.sluice.fixture.Pipelines;
import dev.sluice.fixture.Pipelines.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemplateCommandTest {
  private static final String[] BUILD = {
    "template", "build", "gs://b/templates/sluice.json", "--image=eu.pkg.dev/p/sluice@sha256:00ff"
  };
  private static final String[] RUN = {
    "template",
    "run",
    "shop-1",
    "--template=gs://b/templates/sluice.json",
    "--region=europe-west1",
    "--parameter=spec=gs://bucket/shop",
    "-p",
    "to=a, b's $HOME",
    "--gcloud=--service-account-email=w@p.iam.gserviceaccount.com"
  };

  private @TempDir Path temp;

  @Test
  void explainsItself() throws IOException {
    Golden.check(
        "help-template.txt",
        Pipelines.sluice("template", "--help").out()
            + Pipelines.sluice("template", "metadata", "--help").out()
            + Pipelines.sluice("template", "build", "--help").out()
            + Pipelines.sluice("template", "run", "--help").out());
  }

  @Test
  void printsTheCommands() throws IOException {
    Golden.check(
        "template-gcloud.txt", Pipelines.sluice(BUILD).out() + Pipelines.sluice(RUN).out());
  }

  @Test
  void runsExactlyWhatItPrints() throws IOException {
    Path recorded = temp.resolve("argv");
    Path gcloud = temp.resolve("gcloud");
    Files.writeString(gcloud, "#!/bin/sh\nprintf '%s\\n' \"$@\" >" + recorded + "\nexit 3\n");
    assertThat(gcloud.toFile().setExecutable(true), is(true));
    String path = temp + ":" + System.getenv("PATH");
    String[] run = java.util.Arrays.copyOf(RUN, RUN.length + 1);
    run[RUN.length] = "--execute";
    assertThat(Child.start(Map.of("PATH", path), run).await(), is(1));
    assertThat(
        Files.readAllLines(recorded),
        is(
            List.of(
                "dataflow",
                "flex-template",
                "run",
                "shop-1",
                "--template-file-gcs-location=gs://b/templates/sluice.json",
                "--parameters=^~^spec=gs://bucket/shop~to=a, b's $HOME",
                "--region=europe-west1",
                "--service-account-email=w@p.iam.gserviceaccount.com")));
    Process shell =
        new ProcessBuilder("sh", "-c", "PATH=" + path + "\n" + Pipelines.sluice(RUN).out()).start();
    List<String> byExecute = Files.readAllLines(recorded);
    Files.delete(recorded);
    assertThat(await(shell), is(3));
    assertThat(Files.readAllLines(recorded), is(byExecute));
  }

  private static int await(Process process) {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void refusesWhatTheTemplateDoesNotTake() {
    assertThat(
        run("spce=gs://bucket/shop").err(),
        containsString("no parameter `spce`: did you mean `spec`?"));
    assertThat(
        run("spec=/home/me").err(),
        startsWith("sluice: The parameter `spec` must look like gs://"));
    assertThat(run("again=yes").err(), containsString("The parameter `spec` is missing"));
    assertThat(run("again=yes").exit(), is(2));
  }

  private static Ran run(String parameter) {
    return Pipelines.sluice(
        "template", "run", "j", "--template=gs://b/t", "--region=r", "--parameter=" + parameter);
  }

  @Test
  void writesTheFiles() throws IOException {
    Ran ran = Pipelines.sluice("template", "metadata", "--write", temp.resolve("t").toString());
    assertThat(ran.exit(), is(0));
    assertThat(
        Files.readString(temp.resolve("t/sluice-metadata.json")),
        is(Pipelines.sluice("template", "metadata").out()));
  }
}
