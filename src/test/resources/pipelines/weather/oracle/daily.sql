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
)
SELECT DISTINCT
  origin,
  strptime(format('{}-{}-{}', year, month, day), '%Y-%m-%d')::DATE AS day,
  count(*) OVER each_day AS hours,
  round(sum(temp) OVER each_day / nullif(count(temp) OVER each_day, 0), 6) AS mean_temp,
  min(temp) OVER each_day AS min_temp,
  max(temp) OVER each_day AS max_temp,
  round(sum(humid) OVER each_day / nullif(count(humid) OVER each_day, 0), 6) AS mean_humid,
  round(sum(pressure) OVER each_day / nullif(count(pressure) OVER each_day, 0), 6) AS mean_pressure,
  max(wind_speed) OVER each_day AS max_wind_speed,
  sum(precip) OVER each_day AS precip
FROM w
WINDOW each_day AS (PARTITION BY origin, year, month, day)
