// SPDX-License-Identifier: Apache-2.0
package dev.sluice.error;

/** Every code Sluice reports, grouped by stage; codes are stable and appear in all outputs. */
public enum ErrorCode {
  // spec
  YAML_SYNTAX(ErrorKind.USER, "The file is not valid YAML 1.2."),
  UNKNOWN_KEY(ErrorKind.USER, "A key that the spec does not know."),
  MISSING_KEY(ErrorKind.USER, "A key that the spec requires is absent."),
  INVALID_VALUE(ErrorKind.USER, "A value of the wrong type, or outside its range."),
  NAME_INVALID(ErrorKind.USER, "A name that cannot be a table or column name."),
  NAME_COLLISION(ErrorKind.USER, "Two things would have the same name."),
  UNKNOWN_NAME(ErrorKind.USER, "A name that nothing in the spec declares."),
  FILE_NOT_FOUND(ErrorKind.USER, "A file that the spec refers to does not exist."),
  PATH_OUTSIDE(ErrorKind.USER, "A path that leaves the folder it must stay in."),
  ENV_UNSET(ErrorKind.USER, "An environment variable that the spec refers to is not set."),
  SECRET_IN_CLEAR(
      ErrorKind.USER, "A secret is written into the spec instead of being referred to."),
  SCHEMA_INVALID(
      ErrorKind.USER, "An Avro schema that cannot be read or cannot be held by a table."),
  CYCLE(ErrorKind.USER, "Models refer to each other in a circle."),
  SQL_SYNTAX(ErrorKind.USER, "A statement that cannot be parsed."),
  SQL_BIND(ErrorKind.USER, "A statement that does not fit the schemas of its inputs."),
  SQL_FORBIDDEN(ErrorKind.USER, "A statement that does more than read its declared inputs."),
  SQL_NEEDS_PER(ErrorKind.USER, "A statement that looks across rows but declares no `per`."),
  PER_MISMATCH(ErrorKind.USER, "A statement whose grouping does not contain its `per` columns."),
  SCHEMA_MISMATCH(ErrorKind.USER, "A statement whose result is not what its schema declares."),

  // source: whole files
  NO_FILES(ErrorKind.EXTERNAL, "No file matches the source's paths."),
  FILE_UNREADABLE(ErrorKind.EXTERNAL, "A source file cannot be read."),
  FILE_CORRUPT(ErrorKind.DATA, "A source file is broken."),
  FILE_TRUNCATED(ErrorKind.DATA, "A compressed source file ends too early."),
  FILE_EMPTY(ErrorKind.DATA, "A source file has no bytes, so not even a header."),
  FILE_CHANGED(ErrorKind.EXTERNAL, "A source file changed while it was read."),
  HEADER_MISMATCH(ErrorKind.DATA, "A header with duplicate or empty names."),

  // source: servers
  SOURCE_UNREACHABLE(
      ErrorKind.EXTERNAL, "A server that a source reads from does not answer, or refuses."),
  NO_TOPIC(ErrorKind.EXTERNAL, "A topic that a source names is not there."),
  POSITION_LOST(ErrorKind.EXTERNAL, "Messages that no run took in are no longer there."),
  POSITION_TAKEN(ErrorKind.INTERNAL, "Messages that are in the log already were read again."),

  // source: single records
  CSV_QUOTE(ErrorKind.DATA, "A quote that is not closed, or text after a closing quote."),
  CSV_COLS_FEW(ErrorKind.DATA, "A record with fewer fields than the header."),
  CSV_COLS_MANY(ErrorKind.DATA, "A record with more fields than the header."),
  JSON_SYNTAX(ErrorKind.DATA, "A line that is not one JSON object."),
  JSON_DUP_KEY(ErrorKind.DATA, "A JSON object that has a key twice."),
  JSON_DEPTH(ErrorKind.DATA, "A JSON value nested too deeply."),
  ENC_INVALID(ErrorKind.DATA, "Bytes that are not valid UTF-8."),
  ENC_NUL(ErrorKind.DATA, "A NUL character inside a value."),
  AVRO_INVALID(ErrorKind.DATA, "A message that is not what its Avro schema says."),
  NO_VALUE(ErrorKind.DATA, "A message without a value."),
  ROW_TOO_LARGE(ErrorKind.DATA, "A record above the size limit."),

  // dead letters, read again
  LETTER_UNREADABLE(ErrorKind.USER, "A dead letter that cannot be read again."),

  // validation
  SCHEMA_UNKNOWN_FIELD(ErrorKind.DATA, "A field that the contract does not name."),
  SCHEMA_MISSING_FIELD(ErrorKind.DATA, "A field of the contract that the source does not have."),
  TYPE_CAST(ErrorKind.DATA, "A value that is not of the contract's type."),
  NUM_RANGE(ErrorKind.DATA, "A number outside its type's range."),
  NUM_SCALE(ErrorKind.DATA, "A number with more decimals than its type holds."),
  TS_RANGE(ErrorKind.DATA, "A date or time that does not exist or is out of range."),
  ENUM_UNKNOWN(ErrorKind.DATA, "A value that is not one of the contract's symbols."),
  NULL_VIOLATION(ErrorKind.DATA, "A null where the contract demands a value."),
  RULE_BROKEN(ErrorKind.DATA, "A rule of the spec is false for this row."),
  LATE(ErrorKind.DATA, "A row that came later behind the watermark than is allowed."),
  SQL_FAILED(ErrorKind.DATA, "A statement fails on this row."),

  KEY_SHARED(ErrorKind.DATA, "Rows that are there already share a key."),

  // gate
  CHECK_FAILED(ErrorKind.DATA, "A check of the whole table failed."),
  TOLERANCE_EXCEEDED(ErrorKind.DATA, "More dead letters than the spec tolerates."),
  ACCOUNTING(
      ErrorKind.INTERNAL,
      "Rows read do not equal rows published, dead, deduplicated and filtered."),

  // lake, warehouse, promotion
  COMMIT_REFUSED(ErrorKind.EXTERNAL, "Another run committed first."),
  COMMIT_UNKNOWN(ErrorKind.EXTERNAL, "Whether the commit happened cannot be told."),
  MANIFEST_INVALID(
      ErrorKind.EXTERNAL,
      "A manifest or another document of the lake cannot be read, or is of a newer version."),
  PROMOTION_REFUSED(
      ErrorKind.EXTERNAL, "A release was refused: it is not approved, or not what was approved."),
  NOT_SIGNED(
      ErrorKind.EXTERNAL, "A decision or release is not signed by any of the spec's signers."),
  NOTICE_UNDELIVERED(ErrorKind.EXTERNAL, "The message on a run could not be delivered."),
  METRICS_UNWRITTEN(ErrorKind.EXTERNAL, "The figures of a run could not be written."),
  LINEAGE_UNDELIVERED(ErrorKind.EXTERNAL, "The lineage of a run could not be delivered."),
  CLOCK(ErrorKind.EXTERNAL, "The clock contradicts what the lake says."),
  LAKE_TAKEN(ErrorKind.EXTERNAL, "The lake is that of a pipeline of another name."),
  LAKE_WRITE(ErrorKind.EXTERNAL, "The lake cannot be written."),
  LAKE_READ(ErrorKind.EXTERNAL, "A file of the lake cannot be read."),
  WAREHOUSE(ErrorKind.EXTERNAL, "The warehouse refused or failed."),
  WAREHOUSE_REFUSED(
      ErrorKind.EXTERNAL, "The warehouse holds what the lake does not know, and is left as it is."),
  ALREADY_RUNNING(
      ErrorKind.EXTERNAL, "The same run is under way as a job, or another stream on the lake."),
  JOB_FAILED(ErrorKind.EXTERNAL, "A job on other machines was refused, failed or was cancelled."),
  SQL_TIMEOUT(ErrorKind.RESOURCES, "A statement takes longer than it may."),
  OUT_OF_MEMORY(ErrorKind.RESOURCES, "A statement needs more memory than it may use."),
  INTERNAL(ErrorKind.INTERNAL, "A defect of Sluice; please report it.");

  private final ErrorKind kind;
  private final String sentence;

  ErrorCode(ErrorKind kind, String sentence) {
    this.kind = kind;
    this.sentence = sentence;
  }

  public ErrorKind kind() {
    return kind;
  }

  /** How the process exits that it stops; the one table that maps errors to numbers. */
  public int exitCode() {
    return switch (this) {
      case NOTICE_UNDELIVERED, LINEAGE_UNDELIVERED, METRICS_UNWRITTEN -> 5;
      case COMMIT_UNKNOWN -> 4;
      case COMMIT_REFUSED,
          PROMOTION_REFUSED,
          NOT_SIGNED,
          LAKE_TAKEN,
          WAREHOUSE_REFUSED,
          ALREADY_RUNNING ->
          3;
      default -> kind == ErrorKind.USER ? 2 : 1;
    };
  }

  /** What the code means, in one sentence. */
  public String sentence() {
    return sentence;
  }
}
