// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bind.parse;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What Sluice must know about the kernel's functions; a test compares it with their catalog. */
public final class SqlFunctions {
  private static final Set<String> TABLES = Set.of("unnest", "range", "generate_series");

  private static final Set<String> CLOCK =
      Set.of(
          "ago",
          "current_date",
          "current_localtime",
          "current_localtimestamp",
          "current_time",
          "current_timestamp",
          "get_current_time",
          "get_current_timestamp",
          "localtime",
          "localtimestamp",
          "now",
          "pg_conf_load_time",
          "pg_postmaster_start_time",
          "today",
          "transaction_timestamp");
  private static final Set<String> RANDOM =
      Set.of(
          "gen_random_uuid", "random", "reservoir_quantile", "setseed", "uuid", "uuidv4", "uuidv7");
  private static final Set<String> SESSION =
      Set.of(
          "current_catalog",
          "current_connection_id",
          "current_database",
          "current_query",
          "current_query_id",
          "current_role",
          "current_schema",
          "current_schemas",
          "current_setting",
          "current_transaction_id",
          "current_user",
          "currval",
          "duckdb_logs_parsed",
          "format_type",
          "get_block_size",
          "getenv",
          "getvariable",
          "in_search_path",
          "json_serialize_plan",
          "nextval",
          "query",
          "query_table",
          "session_user",
          "setval",
          "sleep_ms",
          "stats",
          "txid_current",
          "user",
          "vector_type",
          "version",
          "write_log");

  /** Names that are functions even without parentheses, where no column has that name. */
  private static final Set<String> BARE_CLOCK =
      Set.of("current_date", "current_time", "current_timestamp", "localtime", "localtimestamp");

  private static final Set<String> BARE_SESSION =
      Set.of(
          "current_catalog",
          "current_role",
          "current_schema",
          "current_user",
          "session_user",
          "user");

  private static final Set<String> AGGREGATES =
      Set.of(
          ("any_value approx_count_distinct approx_quantile approx_top_k arbitrary arg_max arg_max_null"
                  + " arg_max_nulls_last arg_min arg_min_null arg_min_nulls_last argmax argmin array_agg"
                  + " avg bit_and bit_or bit_xor bitstring_agg bool_and bool_or combine_aggr corr count"
                  + " count_if count_star countif covar_pop covar_samp decimal_average entropy favg first"
                  + " fsum geomean geometric_mean group_concat histogram histogram_exact json_group_array"
                  + " json_group_object json_group_structure kahan_sum kurtosis kurtosis_pop last list"
                  + " listagg lttb mad max max_by mean median min min_by mode product quantile"
                  + " quantile_cont quantile_disc regr_avgx regr_avgy regr_count regr_intercept regr_r2"
                  + " regr_slope regr_sxx regr_sxy regr_syy reservoir_quantile sem skewness stddev"
                  + " stddev_pop stddev_samp string_agg sum sum_no_overflow sumkahan var_pop var_samp"
                  + " variance variant_group_array variant_group_object wavg weighted_avg")
              .split(" "));

  private SqlFunctions() {}

  public static boolean isTable(String name) {
    return TABLES.contains(name.toLowerCase(Locale.ROOT));
  }

  public static boolean isAggregate(String name) {
    return AGGREGATES.contains(name.toLowerCase(Locale.ROOT));
  }

  /** Why a call is refused, as a sentence about the function; null when it is not. */
  public static @Nullable String refusal(String name, int arguments) {
    String function = name.toLowerCase(Locale.ROOT);
    if (isClock(name, arguments)) {
      return "reads the clock, but a re-run must give the same rows";
    }
    if (RANDOM.contains(function)) {
      return "is random, but a re-run must give the same rows";
    }
    return outside(name);
  }

  /** Why a call is refused that reads more than what a statement names; null when it does not. */
  public static @Nullable String outside(String name) {
    String function = name.toLowerCase(Locale.ROOT);
    boolean isOutside =
        function.startsWith("read_")
            || function.startsWith("pg_")
            || function.startsWith("inet_")
            || function.startsWith("has_")
            || function.startsWith("duckdb_")
            || function.startsWith("pragma_")
            || function.startsWith("__")
            || function.startsWith("parquet_")
            || function.equals("glob")
            || function.equals("sniff_csv");
    if (isOutside || SESSION.contains(function)) {
      return "looks outside the statement, which may read its declared inputs only";
    }
    return null;
  }

  /** Whether a call reads the clock. */
  public static boolean isClock(String name, int arguments) {
    String function = name.toLowerCase(Locale.ROOT);
    return CLOCK.contains(function) || (function.equals("age") && arguments == 1);
  }

  /** Whether a bare name is the clock, whatever columns there are. */
  public static boolean isBareClock(String name) {
    return BARE_CLOCK.contains(name.toLowerCase(Locale.ROOT));
  }

  /** Whether a bare name is a fact of the session unless a column has that name. */
  public static boolean isBareSession(String name) {
    return BARE_SESSION.contains(name.toLowerCase(Locale.ROOT));
  }
}
