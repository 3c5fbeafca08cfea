// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spec.yaml;

import static dev.sluice.spec.yaml.SpecKey.choice;
import static dev.sluice.spec.yaml.SpecKey.optional;
import static dev.sluice.spec.yaml.SpecKey.planned;
import static dev.sluice.spec.yaml.SpecKey.required;

import dev.sluice.plugin.Plugins;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
      choice("mode", "batch", "streaming"),
      optional("commit_every"),
      optional("warehouse_every"),
      optional("shards"),
      optional("buckets"),
      optional("sql_timeout"),
      optional("defaults"),
      required("tables"),
      optional("models"),
      optional("publish"),
      optional("lineage"),
      optional("metrics"),
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
      optional("lineage"),
      optional("metrics"),
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
  METRICS("`metrics`", optional("prometheus"), optional("otlp")),
  LINEAGE("`lineage`", required("openlineage"), optional("namespace")),
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
      optional("event_time"),
      optional("renamed_from"),
      optional("description"),
      optional("owner"),
      optional("about")),
  EVENT_TIME(
      "`event_time`",
      required("column"),
      optional("out_of_order"),
      optional("allowed_lateness"),
      optional("idle_after")),
  ABOUT(
      "`about`",
      optional("description"),
      optional("owner"),
      optional("type"),
      choice("classification", "public", "internal", "confidential", "restricted"),
      optional("license"),
      optional("expected_volume"),
      optional("columns")),
  ABOUT_COLUMN(
      "a column of `about`",
      optional("type"),
      choice("classification", "public", "internal", "confidential", "restricted"),
      optional("license")),
  EXPECTED_VOLUME("`expected_volume`", optional("min"), optional("max")),
  CSV_SOURCE("a csv source", SpecKey.ofText(required("csv"))),
  TSV_SOURCE("a tsv source", SpecKey.ofText(required("tsv"))),
  JSON_SOURCE(
      "a json source",
      required("json"),
      optional("records"),
      optional("encoding"),
      optional("max_record"),
      optional("max_ratio"),
      choice("names", "loose", "exact")),
  AVRO_SOURCE("an avro source", required("avro"), choice("names", "loose", "exact")),
  PARQUET_SOURCE("a parquet source", required("parquet"), choice("names", "loose", "exact")),
  KAFKA_SOURCE(
      "a kafka source",
      SpecKey.ofMessages(
          required("kafka"),
          required("servers"),
          optional("properties"),
          optional("secrets"),
          optional("start"),
          choice("isolation", "read_committed", "read_uncommitted"))),
  HTTP_SOURCE(
      "an http source",
      SpecKey.ofMessages(
          required("http"),
          optional("secrets"),
          optional("id_header"),
          optional("dedupe_for"),
          optional("max_unread"))),
  PUBSUB_SOURCE(
      "a pubsub source",
      SpecKey.ofMessages(
          required("pubsub"),
          optional("id_attribute"),
          optional("time_attribute"),
          optional("dedupe_for"),
          optional("max_unread"))),
  MQTT_SOURCE(
      "an mqtt source",
      SpecKey.ofMessages(
          required("mqtt"),
          required("server"),
          required("client_id"),
          optional("user"),
          optional("secrets"),
          optional("max_unread"))),
  RABBITMQ_SOURCE(
      "a rabbitmq source",
      SpecKey.ofMessages(
          required("rabbitmq"),
          required("server"),
          optional("user"),
          optional("secrets"),
          optional("dedupe_for"),
          optional("max_unread"))),
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
      choice("unknown_field", "raw", "keep", "evolve", "drop_value", "dead_letter", "fail"),
      choice("missing_field", "fail", "null", "dead_letter"),
      choice("type", "dead_letter", "null_value", "widen", "fail"),
      optional("columns")),
  COLUMN_CONTRACT(
      "a column of a contract",
      choice("unknown_field", "evolve"),
      choice("missing_field", "fail", "null", "dead_letter"),
      choice("type", "dead_letter", "null_value", "widen", "fail")),
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
      optional("about"),
      optional("window"),
      planned("load")),
  WINDOW(
      "`window`",
      optional("fixed"),
      optional("sliding"),
      optional("every"),
      optional("session"),
      optional("offset"),
      required("on"),
      choice("emit", "on_change", "on_close")),
  RULE(
      "a rule",
      optional("sql"),
      optional("not_null"),
      optional("in"),
      optional("between"),
      optional("matches"),
      optional("length"),
      optional("format"),
      optional("latitude"),
      optional("longitude"),
      optional("wkt"),
      optional("embedding"),
      optional("image_url"),
      optional("json_schema"),
      optional("ordered"),
      optional("name"),
      optional("where"),
      choice("at", "raw", "staging", "warehouse"),
      choice("severity", "warn", "dead_letter", "fail")),
  EMBEDDING("`embedding`", required("dimension"), optional("norm")),
  CHECK(
      "a check",
      optional("row_count"),
      optional("not_null"),
      optional("unique"),
      optional("null_ratio"),
      optional("references"),
      optional("sum"),
      optional("min"),
      optional("max"),
      optional("mean"),
      optional("stddev"),
      optional("quantile"),
      optional("distinct_count"),
      optional("correlation"),
      optional("range"),
      optional("accepted_values"),
      optional("freshness"),
      optional("determines"),
      optional("monotonic"),
      optional("no_gaps"),
      optional("reconcile"),
      optional("golden"),
      optional("sql"),
      optional("drift"),
      optional("new_values"),
      optional("anomaly"),
      optional("per"),
      optional("where"),
      optional("max_rows"),
      optional("max_ratio"),
      optional("min_sample"),
      optional("examples"),
      optional("keep_rows"),
      choice("at", "staging", "warehouse"),
      optional("name"),
      choice("severity", "warn", "fail")),
  DRIFT(
      "`drift`",
      required("column"),
      choice("compare", "ks", "wasserstein", "psi", "jensen_shannon", "chi_square", "l_infinity"),
      optional("max"),
      optional("baseline"),
      choice("rows", "all", "new")),
  NEW_VALUES(
      "`new_values`",
      required("column"),
      optional("max"),
      optional("baseline"),
      choice("rows", "all", "new")),
  ANOMALY(
      "`anomaly`",
      choice(
              "of",
              "rows",
              "new_rows",
              "dead_ratio",
              "null_ratio",
              "distinct_count",
              "min",
              "max",
              "mean",
              "median",
              "stddev")
          .andRequired(),
      optional("column"),
      optional("change"),
      optional("difference"),
      optional("z_score"),
      optional("iqr"),
      optional("season"),
      optional("baseline"),
      choice("rows", "all", "new")),
  BASELINE("a baseline", optional("runs"), optional("at_least"), optional("run")),
  ROW_COUNT("`row_count`", optional("min"), optional("max"), optional("change")),
  CHANGE("`change`", required("max_ratio"), choice("against", "last")),
  NULL_RATIO("`null_ratio`", required("column"), required("max"), optional("min")),
  BOUNDS("a check of a column", required("column"), optional("min"), optional("max")),
  QUANTILE("`quantile`", required("column"), required("at"), optional("min"), optional("max")),
  CORRELATION(
      "`correlation`",
      required("columns"),
      choice("method", "pearson", "spearman"),
      optional("min"),
      optional("max")),
  ACCEPTED_VALUES("`accepted_values`", required("column"), required("values")),
  SHARE("the share of a value", optional("min"), optional("max")),
  FRESHNESS("`freshness`", required("column"), required("within")),
  MONOTONIC("`monotonic`", required("column"), required("by"), optional("per"), optional("strict")),
  NO_GAPS("`no_gaps`", required("column"), optional("per")),
  RECONCILE(
      "`reconcile`",
      optional("table"),
      optional("column"),
      optional("to"),
      optional("control"),
      optional("file"),
      optional("rows"),
      optional("max_difference"),
      optional("max_ratio")),
  GOLDEN("`golden`", required("file"), optional("key")),
  REFERENCES("`references`", required("column"), required("table"), required("to")),
  SUM("`sum`", required("column"), optional("equals"), optional("min"), optional("max")),
  SUM_EQUALS("`equals`", required("table"), required("column")),
  TOLERATE(
      "`tolerate`", optional("dead_ratio"), optional("dead_rows"), optional("dead_rows_per_hour"));

  /** The keys whose values are SQL, or lists of it. */
  private static final Set<String> SQL = Set.of("sql", "rules", "where", "delete_when");

  /** The keys whose values are maps by names: of columns, or of what the environment holds. */
  private static final Set<String> COLUMNS =
      Set.of(
          "columns",
          "in",
          "between",
          "matches",
          "length",
          "format",
          "embedding",
          "json_schema",
          "meta",
          "secrets");

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

  /** Rules have keys of plugins too, of which whoever reads rules knows whether they are there. */
  @Override
  public Optional<SpecKey> key(String name) {
    return this == RULE && Plugins.NAME.matcher(name).matches()
        ? Optional.of(optional(name))
        : Section.Shape.super.key(name);
  }

  /** Whether the keys of a value are names of columns, which may be called as secrets are. */
  static boolean holdsColumns(String key) {
    return COLUMNS.contains(key);
  }

  /** Whether a value, or each of its entries, is SQL: variables are filled into it as values. */
  public static boolean holdsSql(String key) {
    return SQL.contains(key);
  }
}
