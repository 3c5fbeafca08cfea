SELECT
  o.order_id,
  o.customer_id,
  o.status,
  CAST(o.placed_at AS DATE) AS day,
  CAST(o.amount * c.rate_to_eur AS DECIMAL(12, 2)) AS amount_eur
FROM orders AS o
LEFT JOIN currencies AS c ON c.code = o.currency
WHERE o.status <> 'cancelled'
