SELECT
  w.origin,
  a.name AS airport,
  a.alt AS altitude,
  make_date(w.year, w.month, w.day) AS day,
  w.hour,
  w.time_hour,
  w.temp,
  w.humid,
  w.wind_speed,
  w.precip,
  w.pressure
FROM weather AS w
LEFT JOIN airports AS a ON a.faa = w.origin
