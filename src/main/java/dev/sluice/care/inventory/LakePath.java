// SPDX-License-Identifier: Apache-2.0
package dev.sluice.care.inventory;

import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the path of a file in a lake says about it.
 *
 * @param owner the attempt, the run or the table that it belongs to, or the entry that a page
 *     shows; empty for none
 */
public record LakePath(Kind kind, String owner) {
  private static final String UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
  private static final String ATTEMPT = "([0-9a-f]{8})";
  private static final String PARTITION =
      "staging/[^/]+/created_at=[0-9]{8}T[0-9]{6}Z/attempt=" + ATTEMPT;
  private static final String RUN = "_sluice/runs/([0-9a-f]{12})";
  private static final String SHOWN = "production/[^/]+";

  private static final LakePath FOREIGN = new LakePath(Kind.FOREIGN, "");

  private static final List<Rule> FILES =
      List.of(
          rule(
              Kind.DATA,
              PARTITION
                  + "/(?:merged/|buckets=[0-9]+-[0-9a-f]{8}/bucket=[0-9]+/)?(?:tmp_)?"
                  + UUID
                  + "(?:-[0-9a-f]{64})?\\.(?:parquet|stats)"),
          rule(
              Kind.RELEASE,
              "()"
                  + SHOWN
                  + "/(?:data/[^/]*-[0-9a-f]{64}\\.parquet|metadata/(?:v[0-9]+\\.metadata\\.json|version-hint\\.text))"),
          rule(
              Kind.STATE,
              "()tables/[^/]+/(?:metadata/[^/]+\\.(?:avro|puffin|metadata\\.json)|notes/"
                  + UUID
                  + "-[0-9a-f]{64}\\.json)"),
          rule(Kind.STATE, "()_sluice/past/" + UUID + "-[0-9a-f]{64}\\.json"),
          rule(Kind.SUM, "_sluice/sums/([^/]+)/[0-9a-v]+\\.stats"),
          rule(Kind.SCRATCH, "_sluice/scratch/" + ATTEMPT + "/.+"),
          rule(Kind.LOCK, "_sluice/attempts/((?:promote-)?[0-9a-f]{8})\\.lock"),
          rule(Kind.CHECKPOINT, RUN + "/[^/.][^/]*\\.json"),
          rule(Kind.TEMPORARY, "()(?:_sluice|production)/(?:.+/)?\\.[^/]+\\." + UUID + "\\.tmp"),
          rule(Kind.TEMPORARY, "()_sluice/pii\\.key\\." + UUID),
          rule(Kind.DOCUMENT, "()_sluice/(?:[a-z]+/[0-9]{6,18}|failed/[^/.]+\\.[^/.]+)\\.json"),
          rule(Kind.DOCUMENT, "()_sluice/held/[0-9a-f]{8}(?:\\.decision)?\\.json"),
          rule(Kind.DOCUMENT, "()_sluice/inbox/[^/]+/(?:inbox\\.json|[0-9]{20}\\.avro)"),
          rule(
              Kind.DOCUMENT,
              "()_sluice/(?:notices|lineage)/(?:earlier|failed-[^/.]+\\.[^/.]+)\\.json"),
          rule(Kind.PAGE, "_sluice/reports/([0-9]{6,18}|[0-9a-f]{12}\\.[0-9a-f]{8})\\.html"),
          rule(Kind.DOCUMENT, "()production/(?:releases/[0-9]{6,18}|current)\\.json"),
          rule(Kind.DOCUMENT, "()_sluice/(?:log/horizon\\.json|settled\\.json|pii\\.key)"),
          rule(Kind.DOCUMENT, "()(?:_sluice|production)/(?:.+/)?\\.lock"));

  private static final List<Rule> FOLDERS =
      List.of(
          rule(
              Kind.DATA, PARTITION + "(?:/merged|/buckets=[0-9]+-[0-9a-f]{8}(?:/bucket=[0-9]+)?)?"),
          rule(Kind.SCRATCH, "_sluice/scratch/" + ATTEMPT + "(?:/.+)?"),
          rule(Kind.CHECKPOINT, RUN),
          rule(Kind.SHARED, "()staging/[^/]+(?:/created_at=[0-9]{8}T[0-9]{6}Z)?"),
          rule(Kind.SHARED, "()_sluice/sums/[^/]+"),
          rule(Kind.SHARED, "()tables/[^/]+(?:/(?:metadata|notes))?"),
          rule(Kind.SHARED, "()production/(?!releases$)[^/]+(?:/(?:data|metadata))?"));

  /** What a file, or a folder, is for. */
  public enum Kind {
    DATA,
    /** What a table consists of after a commit. */
    STATE,
    /** What statistics of a table's files add up to. */
    SUM,
    /** What a release places for readers that start from no document. */
    RELEASE,
    SCRATCH,
    LOCK,
    CHECKPOINT,
    TEMPORARY,
    /** A document, the key, or the lock of a folder: never cleared away. */
    DOCUMENT,
    /** The page of a run, which is told by its entry. */
    PAGE,
    /** A folder of several attempts or releases. */
    SHARED,
    /** Not of Sluice's making. */
    FOREIGN
  }

  private record Rule(Kind kind, Pattern pattern) {}

  private static Rule rule(Kind kind, String pattern) {
    return new Rule(kind, Pattern.compile(pattern));
  }

  /** Of a file, by its path relative to the lake's root. */
  public static LakePath ofFile(String path) {
    return of(path, FILES);
  }

  /** Of a folder. */
  public static LakePath ofFolder(String path) {
    return of(path, FOLDERS);
  }

  private static LakePath of(String path, List<Rule> rules) {
    for (Rule rule : rules) {
      Matcher matcher = rule.pattern().matcher(path);
      if (matcher.matches()) {
        return new LakePath(rule.kind(), matcher.group(1));
      }
    }
    return FOREIGN;
  }
}
