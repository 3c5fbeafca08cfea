// SPDX-License-Identifier: Apache-2.0
package dev.sluice.promote.sign;

import static dev.sluice.fixture.HandMadeLake.manifest;
import static dev.sluice.fixture.HandMadeLake.schema;
import static dev.sluice.fixture.HandMadeLake.table;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.care.document.LakeProblem;
import dev.sluice.care.verify.LakeAudit;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import dev.sluice.fixture.HandMadeLake;
import dev.sluice.promote.Approvals;
import dev.sluice.promote.release.Release;
import dev.sluice.promote.release.Releases;
import dev.sluice.store.document.Documents;
import dev.sluice.table.DataFile;
import dev.sluice.table.TableState.Kind;
import dev.sluice.table.log.Manifest.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** What whoever may write a lake cannot forge. */
class SignersTest {
  private static final KeyPair ADA = key();
  private static final KeyPair EVE = key();
  private static final Signers LISTED = Signers.of(Map.of("ada", publicKey(ADA)));

  @TempDir Path folder;
  private HandMadeLake lake;

  @BeforeEach
  void open() throws Exception {
    lake = new HandMadeLake(folder);
    stage(1);
  }

  @Test
  void releasesWhatAListedKeyApproved() throws Exception {
    approvals(1, byAda()).approve("", "", "ada", "looked");
    assertThat(read("_sluice/decisions/000001.json"), containsString("\"signature\" : \"ed25519:"));
    Release release = approvals(1, byAda()).apply("", "ada");
    assertThat(release.number(), is(1L));
    assertThat(Releases.of(lake.root()).current().orElseThrow(), is(release));
    assertThat(unsigned(), is(empty()));

    stage(2);
    approvals(2, byAda()).approve("", "", "ada", "looked");
    approvals(2, byAda()).apply("", "ada");
    assertThat(approvals(3, byAda()).rollback(0, "ada", "wrong").manifest(), is(1L));
    assertThat(unsigned(), is(empty()));
  }

  @Test
  void refusesAnApprovalThatWasEditedAndSealedAnew() throws Exception {
    approvals(1, byAda()).approve("", "", "ada", "looked");
    forge("_sluice/decisions/000001.json", "2026-01-08T00:00:00Z", "2027-01-08T00:00:00Z");
    refuses(
        "_sluice/decisions/000001.json is not signed",
        () -> approvals(1, byAda()).apply("", "ada"));
    assertThat(unsigned(), contains("_sluice/decisions/000001.json"));
    assertThat(Releases.of(lake.root()).number(), is(0L));
  }

  @Test
  void refusesWhatNobodyOrSomebodyElseSigned() throws Exception {
    approvals(1, Signers.NONE).approve("", "", "eve", "trust me");
    refuses(
        "_sluice/decisions/000001.json is not signed",
        () -> approvals(1, byAda()).apply("", "ada"));
    refuses(
        "that of none of the spec's signers (ada)",
        () -> approvals(1, LISTED.with(pem(EVE))).approve("", "", "eve", "x"));
    Signers hers = Signers.of(Map.of("eve", publicKey(EVE))).with(pem(EVE));
    approvals(1, hers).approve("", "", "eve", "trust me more");
    refuses(
        "_sluice/decisions/000002.json is not signed",
        () -> approvals(1, byAda()).apply("", "ada"));
  }

  @Test
  void namesAReleaseThatWasForgedOntoTheSigned() throws Exception {
    approvals(1, byAda()).approve("", "", "ada", "looked");
    approvals(1, byAda()).apply("", "ada");
    stage(2);
    approvals(2, Signers.NONE).approve("", "", "eve", "x");
    approvals(2, Signers.NONE).apply("", "eve");
    assertThat(
        unsigned(), contains("_sluice/decisions/000002.json", "production/releases/000002.json"));
    refuses(
        "production/releases/000002.json is not signed",
        () -> approvals(2, byAda()).rollback(1, "ada", "forged"));
  }

  @Test
  void vouchesForWhatIsOlderThanTheList() throws Exception {
    approvals(1, Signers.NONE).approve("", "", "ada", "looked");
    approvals(1, Signers.NONE).apply("", "ada");
    assertThat(
        unsigned(), contains("_sluice/decisions/000001.json", "production/releases/000001.json"));
    stage(2);
    approvals(2, byAda()).approve("", "", "ada", "looked");
    approvals(2, byAda()).apply("", "ada");
    assertThat(unsigned(), is(empty()));
  }

  @Test
  void revivesNoApprovalByAClockThatWasSetBack() throws Exception {
    approvals(1, byAda()).approve("", "", "ada", "looked");
    for (int number = 2; number <= 9; number++) {
      stage(number);
    }
    PipelineException e =
        assertThrows(PipelineException.class, () -> approvals(2, byAda()).apply("1", "ada"));
    assertThat(e.code(), is(ErrorCode.CLOCK));
    assertThat(e.getMessage(), containsString("The clock says 2026-01-02T12:00:00Z"));
    assertThrows(PipelineException.class, () -> approvals(9, byAda()).apply("1", "ada"));
    assertThat(Releases.of(lake.root()).number(), is(0L));
  }

  @Test
  void takesAKeyInEveryForm() throws IOException {
    byte[] whole = ADA.getPrivate().getEncoded();
    String seed =
        Base64.getEncoder()
            .encodeToString(Arrays.copyOfRange(whole, whole.length - 32, whole.length));
    Path file = Files.writeString(folder.resolve("ada.pem"), pem(ADA));
    String expected = byAda().sign("a", "b");
    for (String key : List.of(seed, file.toString(), Base64.getEncoder().encodeToString(whole))) {
      assertThat(LISTED.with(key).sign("a", "b"), is(expected));
    }
    for (String key : List.of("", "no such file", "c2hvcnQ=")) {
      PipelineException e =
          assertThrows(PipelineException.class, () -> LISTED.with(key).sign("a", "b"));
      assertThat(e.getMessage(), containsString(SigningKey.VARIABLE));
      assertThat(e.code().exitCode(), is(2));
    }
  }

  private static Signers byAda() {
    return LISTED.with(pem(ADA));
  }

  private Approvals approvals(int day, Signers signers) {
    Instant noon = Instant.parse("2026-01-%02dT12:00:00Z".formatted(day));
    Clock clock = Clock.fixed(noon, ZoneOffset.UTC);
    return new Approvals(lake.root(), Duration.ofDays(7), clock, signers);
  }

  private List<String> unsigned() {
    return LakeAudit.of(lake.root(), Set.of(), LISTED).problems().stream()
        .filter(problem -> problem.code() == ErrorCode.NOT_SIGNED)
        .map(LakeProblem::file)
        .toList();
  }

  private void refuses(String why, Executable work) {
    PipelineException e = assertThrows(PipelineException.class, work);
    assertThat(e.getMessage(), containsString(why));
    assertThat(e.code().exitCode(), is(3));
  }

  private String read(String path) throws IOException {
    return Files.readString(folder.resolve(path));
  }

  /** As somebody does who may write the lake and knows what a seal is. */
  private void forge(String path, String from, String to) throws IOException {
    String text = read(path).replace(from, to);
    String open = text.substring(0, text.indexOf(",\n  \"seal\"")) + "\n}";
    String seal = Documents.digest(open.getBytes(StandardCharsets.UTF_8));
    Files.writeString(
        folder.resolve(path),
        open.substring(0, open.length() - 2) + ",\n  \"seal\" : \"" + seal + "\"\n}\n");
  }

  /** Stages run N, which ended at the beginning of day N. */
  private void stage(int number) throws Exception {
    String path = "staging/t/part-%d.parquet".formatted(number);
    DataFile file = lake.write("t", path, path.getBytes(StandardCharsets.UTF_8));
    lake.commit(
        manifest(number, Outcome.STAGED, table("t", Kind.TYPED, schema("id INTEGER"), file)));
  }

  private static KeyPair key() {
    try {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static String publicKey(KeyPair pair) {
    byte[] whole = pair.getPublic().getEncoded();
    byte[] raw = Arrays.copyOfRange(whole, whole.length - 32, whole.length);
    return "ed25519:" + Base64.getEncoder().encodeToString(raw);
  }

  private static String pem(KeyPair pair) {
    return "-----BEGIN PRIVATE KEY-----\n"
        + Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded())
        + "\n-----END PRIVATE KEY-----\n";
  }
}
