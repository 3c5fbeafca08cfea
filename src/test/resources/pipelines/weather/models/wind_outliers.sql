WITH limits AS (
  SELECT
    origin,
    quantile_cont(wind_speed, 0.75)
      + 3 * (quantile_cont(wind_speed, 0.75) - quantile_cont(wind_speed, 0.25)) AS upper_limit
  FROM hourly
  GROUP BY origin
)
SELECT
  h.origin,
  h.time_hour,
  h.wind_speed,
  l.upper_limit,
  coalesce(h.wind_speed > l.upper_limit, false) AS is_outlier
FROM hourly AS h
JOIN limits AS l ON l.origin = h.origin
