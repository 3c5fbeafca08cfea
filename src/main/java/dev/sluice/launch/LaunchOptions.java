// SPDX-License-Identifier: Apache-2.0
package dev.sluice.launch;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.Validation;
import org.jspecify.annotations.Nullable;

/**
 * How to launch a pipeline: where its spec lies, and what of it is different this time. Everything
 * else is in the spec.
 */
public interface LaunchOptions extends PipelineOptions {
  @TemplateParameter(
      order = 1,
      label = "Folder of the spec",
      type = "GCS_READ_FOLDER",
      regex = "gs://[a-z0-9][a-z0-9._-]{1,61}[a-z0-9](/.*)?")
  @Description(
      "The folder that holds pipeline.yaml with its schemas and models. Its lake and its sources"
          + " must be in Cloud Storage.")
  @Validation.Required
  String getSpec();

  void setSpec(String value);

  @TemplateParameter(
      order = 2,
      label = "Mode",
      type = "ENUM",
      values = {"batch"})
  @Description("Overrides `mode` of the spec. Default: what the spec says.")
  @Nullable String getMode();

  void setMode(@Nullable String value);

  @TemplateParameter(
      order = 3,
      label = "Who approves",
      type = "ENUM",
      values = {"auto", "manual"})
  @Description(
      "Overrides `publish: {approve: …}` of the spec: `auto` publishes what passes every gate,"
          + " `manual` stages it until a person approves it. Default: what the spec says.")
  @Nullable String getApprove();

  void setApprove(@Nullable String value);

  @TemplateParameter(
      order = 4,
      label = "Logical time",
      regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9:.]+(Z|[+-][0-9:]+))?")
  @Description(
      "The run's logical time, which names its partitions and stands in every row:"
          + " 2026-01-31T06:00:00Z, or a date. Default: now.")
  @Nullable String getCreatedAt();

  void setCreatedAt(@Nullable String value);

  @TemplateParameter(order = 5, label = "From this cursor value")
  @Description(
      "Backfill: read the rows whose cursor is at least this value again, and merge them; the"
          + " committed cursor stays. Default: no bound.")
  @Default.String("")
  String getFrom();

  void setFrom(String value);

  @TemplateParameter(order = 6, label = "Up to this cursor value")
  @Description("Backfill: stop before this cursor value, which is not read. Default: no bound.")
  @Default.String("")
  String getTo();

  void setTo(String value);

  @TemplateParameter(order = 7, label = "Run again", type = "BOOLEAN", regex = "true|false")
  @Description(
      "Run although neither the spec nor the input changed since the last run. Default: do"
          + " nothing then.")
  @Default.Boolean(false)
  boolean isAgain();

  void setAgain(boolean value);

  @TemplateParameter(order = 8, label = "Target")
  @Description(
      "Which of the spec's `targets` to run: its lake, warehouse and variables. Default: the spec's"
          + " `default_target`.")
  @Nullable String getTarget();

  void setTarget(@Nullable String value);

  @TemplateParameter(
      order = 9,
      label = "Variables",
      regex = "[A-Za-z_][A-Za-z0-9_]*=(\\\\,|[^,])*(,[A-Za-z_][A-Za-z0-9_]*=(\\\\,|[^,])*)*")
  @Description(
      "Variables of the spec: NAME=VALUE, several parted by commas; a comma in a value is written"
          + " `\\,`. Default: what the target, `vars` or the environment say.")
  @Nullable String getVar();

  void setVar(@Nullable String value);
}
