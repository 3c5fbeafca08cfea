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
SELECT
  origin,
  (
    SELECT any_value(name)
    FROM read_csv('${SLUICE_DATA}/nycweather/airports.csv', nullstr = 'NA')
    WHERE faa = origin
  ) AS airport,
  (
    SELECT any_value(alt)::INTEGER
    FROM read_csv('${SLUICE_DATA}/nycweather/airports.csv', nullstr = 'NA')
    WHERE faa = origin
  ) AS altitude,
  strptime(format('{}-{}-{}', year, month, day), '%Y-%m-%d')::DATE AS day,
  hour::INTEGER AS hour,
  time_hour,
  temp,
  humid,
  wind_speed,
  precip,
  pressure
FROM w
