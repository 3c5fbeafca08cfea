SELECT
  origin,
  day,
  count(*) AS hours,
  round(avg(temp), 6) AS mean_temp,
  min(temp) AS min_temp,
  max(temp) AS max_temp,
  round(avg(humid), 6) AS mean_humid,
  round(avg(pressure), 6) AS mean_pressure,
  max(wind_speed) AS max_wind_speed,
  sum(precip) AS precip
FROM hourly
GROUP BY origin, day
