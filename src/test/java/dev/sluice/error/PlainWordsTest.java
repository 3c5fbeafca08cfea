// SPDX-License-Identifier: Apache-2.0
package dev.sluice.error;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class PlainWordsTest {
  @Test
  void saysWhatNamesOfClassesMean() {
    assertThat(
        PlainWords.of("Cannot read x: " + new NoSuchFileException("/a/b")),
        is("Cannot read x: there is no such file or folder: /a/b"));
    assertThat(
        PlainWords.of("Cannot write: " + new AccessDeniedException("/a")),
        is("Cannot write: permission denied: /a"));
    assertThat(
        PlainWords.of("Cannot send: " + new ConnectException() + "."),
        is("Cannot send: no connection."));
  }

  @Test
  void leavesOutNamesThatMeanNothingToAPerson() {
    Exception inner = new IOException("the pipe is broken");
    Exception outer =
        new IllegalStateException(
            new RuntimeException(
                "org.apache.beam.sdk.Pipeline$PipelineExecutionException: " + inner));
    assertThat(PlainWords.of(String.valueOf(outer)), is("the pipe is broken"));
    assertThat(
        PlainWords.of("because java.sql.SQLException: Conversion Error: no number 'x'"),
        is("because Conversion Error: no number 'x'"));
    assertThat(
        PlainWords.of("orders.v2 has no column java.x"), is("orders.v2 has no column java.x"));
  }

  @Test
  void leavesOutTheStatementThatTheKernelQuotes() {
    assertThat(
        PlainWords.of(
            "Model m failed: Conversion Error: no number 'x'\n\nLINE 1: COPY (SELECT v::INT\n                       ^. Correct it"),
        is("Model m failed: Conversion Error: no number 'x'. Correct it"));
  }

  @Test
  void everyErrorIsPlain() {
    assertThat(
        new PipelineException(ErrorCode.LAKE_READ, "x: " + new IOException("y")).getMessage(),
        is("x: y"));
  }

  @Test
  void saysHowToGiveMoreMemory() {
    PipelineException e =
        Unexpected.of(new RuntimeException(new OutOfMemoryError("Java heap space")));
    assertThat(e.code(), is(ErrorCode.OUT_OF_MEMORY));
    assertThat(e.getMessage().contains("SLUICE_XMX"), is(true));
    assertThat(Unexpected.of(new StackOverflowError()).code(), is(ErrorCode.OUT_OF_MEMORY));
    assertThat(Unexpected.of(new IllegalStateException("x")).code(), is(ErrorCode.INTERNAL));
    PipelineException own = new PipelineException(ErrorCode.CLOCK, "x");
    assertThat(Unexpected.of(new RuntimeException(own)) == own, is(true));
  }
}
