// SPDX-License-Identifier: Apache-2.0
package dev.sluice.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import dev.sluice.fixture.Child;
import dev.sluice.fixture.Pipelines;
import dev.sluice.fixture.Pipelines.Ran;
import dev.sluice.letters.record.LetterCipher;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dead letters whose records only the holder of the key can read. */
class EncryptedLettersTest {
  private static final Map<String, String> KEY =
      Map.of(LetterCipher.VARIABLE, "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LTEyMzQ=");

  @TempDir Path folder;

  @Test
  void exportsRecordsInTheClearOnlyWithTheKey() {
    SmallShop shop =
        new SmallShop(folder)
            .specWithModels(
                "{csv: data/*.csv}",
                "dead_letters: {payload: encrypt}\n",
                "tolerate: {dead_rows: 1}")
            .data("a.csv", "id,shop,amount,at\nx,it's,2.50,2026-01-01\n");
    with("run", shop.folder.toString(), "--quiet");
    String file = folder.resolve("letters.parquet").toString();
    String[] export = {"deadletters", "export", folder.toString(), "--to", file, "--reveal"};

    Ran ran = Pipelines.sluice(export);
    assertThat(ran.exit(), is(2));
    assertThat(
        ran.err(), containsString("sluice: ENV_UNSET: The environment variable SLUICE_LETTER_KEY"));
    assertThat(Files.exists(Path.of(file)), is(false));

    with(export);
    assertThat(
        Pipelines.query("", "SELECT payload_format, payload FROM '" + file + "'"),
        contains("csv|x,it's,2.50,2026-01-01"));
  }

  private static void with(String... args) {
    Child child = Child.start(KEY, args);
    int exit = child.await();
    assertThat(child.output(), exit, is(0));
  }
}
