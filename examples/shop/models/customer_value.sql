WITH bought AS (
  SELECT
    customer_id,
    count(*) AS orders,
    min(placed_at) AS first_order_at,
    max(placed_at) AS last_order_at
  FROM orders
  WHERE status <> 'cancelled'
  GROUP BY customer_id
),
paid AS (
  SELECT customer_id, sum(amount_eur) AS paid_eur
  FROM payments
  GROUP BY customer_id
)
SELECT
  c.customer_id,
  c.country,
  coalesce(b.orders, 0) AS orders,
  b.first_order_at,
  b.last_order_at,
  CAST(coalesce(p.paid_eur, 0) AS DECIMAL(18, 2)) AS paid_eur
FROM customers AS c
LEFT JOIN bought AS b ON b.customer_id = c.customer_id
LEFT JOIN paid AS p ON p.customer_id = c.customer_id
