WITH w AS (
  SELECT *
  FROM read_csv(
    '${SLUICE_DATA}/nycweather/weather.csv',
    nullstr = 'NA',
    types = {
      'temp': 'DECIMAL(5, 2)',
      'humid': 'DECIMAL(5, 2)',
      'precip': 'DECIMAL(4, 2)',
      'pressure': 'DOUBLE'
    }
  )
),
quartiles AS (
  SELECT
    origin,
    time_hour,
    wind_speed,
    quantile_cont(wind_speed, [0.25, 0.75]) OVER (PARTITION BY origin) AS q
  FROM w
)
SELECT
  origin,
  time_hour,
  wind_speed,
  q[2] + 3 * (q[2] - q[1]) AS upper_limit,
  CASE WHEN wind_speed IS NULL THEN false ELSE wind_speed > q[2] + 3 * (q[2] - q[1]) END AS is_outlier
FROM quartiles
