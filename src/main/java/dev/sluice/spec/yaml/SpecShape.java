// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.yaml;

import static dev.sluice.spec.yaml.SpecKey.choice;
import static dev.sluice.spec.yaml.SpecKey.optional;
import static dev.sluice.spec.yaml.SpecKey.planned;
import static dev.sluice.spec.yaml.SpecKey.required;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The grammar: every object of the spec with its keys. The editor schema repeats it. */
@SuppressWarnings("ImmutableEnumChecker") // List.copyOf and records of it are immutable
public enum SpecShape implements Section.Shape {
  PIPELINE(
      "a pipeline",
      required("name"),
      optional("lake"),
      choice("lake_permissions", "private", "inherit"),
      optional("warehouse"),
      optional("warehouse_wait"),
      choice("mode", "batch").andLater("streaming"),
      optional("shards"),
      optional("buckets"),
      optional("sql_timeout"),
      optional("defaults"),
      required("tables"),
      optional("models"),
      optional("publish"),
      optional("dead_letters"),
      optional("keep"),
      optional("allow_outside"),
      optional("removed"),
      optional("vars"),
      optional("targets"),
      optional("default_target")),
  TARGET(
      "a target",
      optional("lake"),
      choice("lake_permissions", "private", "inherit"),
      optional("warehouse"),
      optional("warehouse_wait"),
      optional("shards"),
      optional("buckets"),
      optional("sql_timeout"),
      optional("publish"),
      optional("dead_letters"),
      optional("keep"),
      optional("vars"),
      optional("defer")),
  PUBLISH(
      "`publish`",
      choice("approve", "auto", "manual"),
      optional("notify"),
      optional("expire_after"),
      optional("signers")),
  DEAD_LETTERS("`dead_letters`", choice("payload", "keep", "encrypt", "drop")),
  KEEP("`keep`", optional("days"), optional("runs")),
  TABLE(
      "a table",
      required("source"),
      optional("schema"),
      optional("columns"),
      optional("contract"),
      choice("load", "append", "replace", "merge"),
      optional("key"),
      optional("latest_by"),
      optional("cursor"),
      optional("partition_by"),
      optional("rules"),
      optional("checks"),
      optional("tolerate"),
      optional("lag"),
      choice("changed_file", "replace", "fail"),
      optional("delete_when"),
      optional("renamed_from"),
      optional("description"),
      optional("owner")),
  CSV_SOURCE(
      "a csv source",
      required("csv"),
      optional("delimiter"),
      optional("quote"),
      optional("null_values"),
      optional("quoted_null"),
      optional("header"),
      optional("skip"),
      optional("trim"),
      optional("encoding"),
      optional("max_record"),
      optional("max_ratio"),
      choice("names", "loose", "exact")),
  TSV_SOURCE(
      "a tsv source",
      required("tsv"),
      optional("delimiter"),
      optional("quote"),
      optional("null_values"),
      optional("quoted_null"),
      optional("header"),
      optional("skip"),
      optional("trim"),
      optional("encoding"),
      optional("max_record"),
      optional("max_ratio"),
      choice("names", "loose", "exact")),
  JSON_SOURCE(
      "a json source",
      required("json"),
      optional("encoding"),
      optional("max_record"),
      optional("max_ratio"),
      choice("names", "loose", "exact")),
  AVRO_SOURCE("an avro source", required("avro"), choice("names", "loose", "exact")),
  PARQUET_SOURCE("a parquet source", required("parquet"), choice("names", "loose", "exact")),
  COLUMN(
      "a column",
      required("type"),
      optional("from"),
      optional("aliases"),
      optional("format"),
      optional("null_values"),
      optional("decimal"),
      optional("thousands"),
      optional("true_values"),
      optional("false_values"),
      optional("default"),
      optional("pii"),
      optional("doc")),
  DEFAULTS(
      "`defaults`",
      optional("null_values"),
      choice("on_error", "dead_letter", "fail"),
      optional("tolerate")),
  CONTRACT(
      "a contract",
      choice("unknown_field", "raw", "keep", "drop_value", "dead_letter", "fail"),
      choice("missing_field", "fail", "null", "dead_letter"),
      choice("type", "dead_letter", "null_value", "fail"),
      optional("columns")),
  COLUMN_CONTRACT(
      "a column of a contract",
      choice("missing_field", "fail", "null", "dead_letter"),
      choice("type", "dead_letter", "null_value", "fail")),
  MODEL(
      "a model",
      required("sql"),
      optional("per"),
      optional("incremental"),
      optional("lookup"),
      optional("schema"),
      optional("columns"),
      optional("key"),
      optional("partition_by"),
      optional("rules"),
      optional("checks"),
      optional("tolerate"),
      optional("renamed_from"),
      optional("description"),
      optional("owner"),
      planned("window"),
      planned("load")),
  RULE(
      "a rule",
      optional("name"),
      required("sql"),
      choice("severity", "warn", "dead_letter", "fail")),
  CHECK(
      "a check",
      optional("row_count"),
      optional("not_null"),
      optional("unique"),
      optional("null_ratio"),
      optional("references"),
      optional("sum"),
      planned("drift"),
      optional("name"),
      choice("severity", "warn", "fail")),
  ROW_COUNT("`row_count`", optional("min"), optional("max")),
  NULL_RATIO("`null_ratio`", required("column"), required("max")),
  REFERENCES("`references`", required("column"), required("table"), required("to")),
  SUM("`sum`", required("column"), required("equals")),
  SUM_EQUALS("`equals`", required("table"), required("column")),
  TOLERATE("`tolerate`", optional("dead_ratio"), optional("dead_rows"));

  /** The keys whose values are SQL, or lists of it. */
  private static final Set<String> SQL = Set.of("sql", "rules", "delete_when");

  private final String phrase;
  private final List<SpecKey> keys;

  SpecShape(String phrase, SpecKey... keys) {
    this.phrase = phrase;
    this.keys = List.of(keys);
  }

  /** Its name in the editor schema. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String phrase() {
    return phrase;
  }

  @Override
  public List<SpecKey> keys() {
    return keys;
  }

  /** Whether a value, or each of its entries, is SQL: variables are filled into it as values. */
  public static boolean holdsSql(String key) {
    return SQL.contains(key);
  }
}
