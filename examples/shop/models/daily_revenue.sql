SELECT
  day,
  count(*) AS orders,
  count(DISTINCT customer_id) AS customers,
  CAST(sum(amount_eur) AS DECIMAL(18, 2)) AS revenue_eur
FROM clean_orders
GROUP BY day
