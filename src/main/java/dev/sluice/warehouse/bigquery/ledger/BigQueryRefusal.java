// SPDX-License-Identifier: Apache-2.0
package dev.sluice.warehouse.bigquery.ledger;

import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.StatusCode;
import com.google.cloud.bigquery.BigQueryError;
import com.google.cloud.bigquery.BigQueryException;
import dev.sluice.error.ErrorCode;
import dev.sluice.error.PipelineException;
import org.jspecify.annotations.Nullable;

/** Says what BigQuery refused, and what to do about it. */
public final class BigQueryRefusal {
  /** A job that was run has no HTTP code of its own. */
  private static final int NO_CODE = -1;

  private BigQueryRefusal() {}

  public static PipelineException of(String what, BigQueryException e) {
    BigQueryError error = e.getError();
    String reason = error == null || error.getReason() == null ? "" : error.getReason();
    return new PipelineException(
        ErrorCode.WAREHOUSE, text(what, hint(Math.max(0, e.getCode()), reason), e.getMessage()), e);
  }

  /** Of a call that is no request of HTTP, told as if it were one. */
  public static PipelineException of(String what, ApiException e) {
    StatusCode.Code code = e.getStatusCode().getCode();
    boolean isAway = code == StatusCode.Code.UNAVAILABLE;
    String hint =
        code == StatusCode.Code.RESOURCE_EXHAUSTED
            ? hint(NO_CODE, "quotaExceeded")
            : code == StatusCode.Code.NOT_FOUND
                ? hint(NO_CODE, "notFound")
                : byCode(isAway ? 0 : code.getHttpStatusCode());
    return new PipelineException(ErrorCode.WAREHOUSE, text(what, hint, e.getMessage()), e);
  }

  static PipelineException of(String what, BigQueryError error) {
    String message = String.valueOf(error.getMessage());
    String reason = error.getReason() == null ? "" : error.getReason();
    String hint = message.contains(LedgerNotes.COUNT_DIFFERS) ? CHANGED : hint(NO_CODE, reason);
    return new PipelineException(ErrorCode.WAREHOUSE, text(what, hint, message));
  }

  private static String text(String what, String hint, @Nullable String message) {
    return what + "; nothing is shown of it. " + hint + "BigQuery says: " + message;
  }

  private static String hint(int code, String reason) {
    return switch (reason) {
      case "quotaExceeded", "rateLimitExceeded", "jobRateLimitExceeded" ->
          "A quota of the project is used up: run the same command again later, or have the quota"
              + " raised. ";
      case "accessDenied" -> ACCESS;
      case "notFound" ->
          "The project, a dataset or a file of the lake is not there, or not in the location of the"
              + " datasets. ";
      default -> byCode(code);
    };
  }

  private static final String CHANGED =
      "Somebody else changed a table: `sluice rebuild` makes all of them equal to the lake. ";

  private static final String ACCESS =
      "The account needs roles/bigquery.jobUser on the project, roles/bigquery.dataEditor on the"
          + " datasets and roles/storage.objectViewer on the lake's bucket. ";

  private static String byCode(int code) {
    return switch (code) {
      case 0 -> "It cannot be reached: run the same command again. ";
      case 401 ->
          "The credentials are not valid or have expired: log in with `gcloud auth"
              + " application-default login`, or check the service account, and run the same command"
              + " again. ";
      case 403 -> ACCESS;
      case 408, 429, 500, 502, 503, 504 ->
          "It did not come back in time: run the same command again. ";
      default -> "";
    };
  }
}
