// SPDX-License-Identifier: Apache-2.0
package dev.sluice.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.cli.error.ExitStatus;
import dev.sluice.error.ErrorCode;
import dev.sluice.fixture.Golden;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MainTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir private Path folder;

  @Test
  void showsATenSecondStartWhenGivenNothing() throws IOException {
    assertThat(execute(), equalTo(0));
    Golden.check("help.txt", out.toString());
  }

  @Test
  void explainsEveryOption() throws IOException {
    assertThat(execute("run", "--help"), equalTo(0));
    Golden.check("help-run.txt", out.toString());
  }

  @Test
  void explainsWhatGcRemoves() throws IOException {
    assertThat(execute("gc", "--help"), equalTo(0));
    Golden.check("help-gc.txt", out.toString());
  }

  @Test
  void saysEveryCommandAsTheProgramWasCalled() {
    System.setProperty("sluice.command", "./sluice");
    try {
      assertThat(execute("gc", "--help"), equalTo(0));
      assertThat(out.toString(), startsWith("Usage: ./sluice gc "));
      assertThat(out.toString(), containsString("\n  ./sluice gc shop --dry-run\n"));
      assertThat(execute("rnu"), equalTo(2));
      assertThat(err.toString(), containsString("Did you mean `./sluice run`?"));
    } finally {
      System.clearProperty("sluice.command");
    }
  }

  @Test
  void suggestsOnlyOptionsThatAreNear() {
    assertThat(execute("gc", "--dry-rnu"), equalTo(2));
    assertThat(err.toString(), containsString("Did you mean `--dry-run`?"));
    err.getBuffer().setLength(0);
    assertThat(execute("gc", "--nope"), equalTo(2));
    assertThat(
        err.toString(), equalTo("sluice: Unknown option: '--nope'\nTry `sluice gc --help`.\n"));
  }

  @Test
  void namesTheCommandThatBeginsAPipeline() throws IOException {
    assertThat(
        execute("run", Files.createDirectories(folder.resolve("empty")).toString()), equalTo(2));
    assertThat(
        err.toString(),
        containsString("  name the folder of a pipeline; `sluice init FOLDER` begins one\n"));
  }

  @Test
  void suggestsTheCommandThatWasMeant() {
    assertThat(execute("rnu"), equalTo(2));
    assertThat(err.toString(), containsString("Did you mean `sluice run`?"));
  }

  @Test
  void reportsAWrongOptionAsJson() throws IOException {
    assertThat(execute("plan", "--json", "--nope"), equalTo(2));
    assertThat(json().at("/error/code").asText(), equalTo("COMMAND_LINE"));
    assertThat(json().at("/issues").size(), equalTo(0));
  }

  @Test
  void printsJsonWhenAskedForItTwice() throws IOException {
    String dir = folder.resolve("shop").toString();
    assertThat(execute("--json", "init", dir, "--json"), equalTo(0));
    assertThat(json().at("/pipeline").asText(), equalTo("shop"));
  }

  @Test
  void refusesATimeItCannotRead() {
    assertThat(execute("run", "--created-at", "yesterday"), equalTo(2));
    assertThat(err.toString(), containsString("'yesterday' is not a time such as"));
  }

  @ParameterizedTest
  @CsvSource({
    "--digest, promote approve --why x --digest",
    "--run, promote approve --why x --run",
    "--why, promote approve --why",
    "--by, promote approve --why x --by",
    "--run, promote plan --run",
    "--run, promote apply --run",
    "--by, promote apply --by",
    "--run, promote reject --why x --run",
    "--why, promote reject --why",
    "--why, promote rollback --why",
    "--by, promote rollback --why x --by",
    "--why, deadletters discard --all --why",
    "--by, deadletters discard --all --why x --by",
    "--letter, deadletters discard --why x --letter",
    "--where, deadletters discard --why x --where",
    "--run, replay --run",
    "--rule, replay --rule"
  })
  void refusesAnOptionThatIsGivenAsEmptyText(String option, String line) {
    for (String empty : List.of("", " ")) {
      List<String> args = new ArrayList<>(List.of(line.split(" ")));
      args.add(empty);
      assertThat(execute(args.toArray(String[]::new)), equalTo(2));
      assertThat(err.toString(), startsWith("sluice: Invalid value for option '" + option + "'"));
      err.getBuffer().setLength(0);
    }
  }

  @Test
  void refusesADigestThatIsTooShortToTellRunsApart() {
    assertThat(execute("promote", "approve", "--why", "x", "--digest", "0123456"), equalTo(2));
    assertThat(
        err.toString(),
        startsWith(
            "sluice: Invalid value for option '--digest': '0123456' is too short to tell"
                + " one run from another: give at least 8 digits"));
  }

  @Test
  void writesANewPipeline() throws IOException {
    String dir = folder.resolve("My Shop").toString();
    assertThat(execute("init", "--json", dir), equalTo(0));
    assertThat(json().at("/pipeline").asText(), equalTo("my_shop"));
    assertThat(
        Files.readString(folder.resolve("My Shop/pipeline.yaml")), containsString("name: my_shop"));
    for (JsonNode file : json().at("/files")) {
      assertThat(Files.exists(folder.resolve("My Shop").resolve(file.asText())), equalTo(true));
    }
  }

  @Test
  void refusesToWriteIntoAFolderThatIsNotEmpty() throws IOException {
    Files.writeString(folder.resolve("mine.txt"), "");
    assertThat(execute("init", folder.toString()), equalTo(3));
    assertThat(err.toString(), containsString("is not empty"));
    assertThat(execute("init", "--force", folder.toString()), equalTo(0));
    assertThat(Files.exists(folder.resolve("mine.txt")), equalTo(true));
  }

  @Test
  void helpOfACommandIsWhatTheCommandSaysOfItself() {
    assertThat(execute("promote", "plan", "--help"), equalTo(0));
    String said = out.toString();
    out.getBuffer().setLength(0);
    assertThat(execute("help", "promote", "plan"), equalTo(0));
    assertThat(out.toString(), equalTo(said));
  }

  @Test
  void helpOfNoCommandSaysWhichOnesThereAre() {
    assertThat(execute("help", "promote", "plam"), equalTo(2));
    assertThat(out.toString(), equalTo(""));
    assertThat(
        err.toString(),
        equalTo("sluice: There is no command `plam`.\nDid you mean `sluice promote plan`?\n"));
  }

  @Test
  void saysItsVersion() {
    assertThat(execute("--version"), equalTo(0));
    assertThat(out.toString(), startsWith("sluice "));
  }

  @Test
  void exitsAsTheErrorsKindSays() throws IOException {
    Golden.check(
        "exit-codes.txt",
        Arrays.stream(ErrorCode.values())
            .map(code -> ExitStatus.of(code).number() + " " + code + "\n")
            .collect(Collectors.joining()));
  }

  private int execute(String... args) {
    return Main.execute(new PrintWriter(out), new PrintWriter(err), args);
  }

  private JsonNode json() throws IOException {
    return new ObjectMapper().readTree(out.toString());
  }
}
