WITH orders AS (
  SELECT
    *,
    (
      SELECT coalesce(sum(amount), 0)
      FROM read_csv('${SLUICE_DATA}/jaffle/raw_payments.csv') AS p
      WHERE p.order_id = o.id
    ) AS cents
  FROM read_csv('${SLUICE_DATA}/jaffle/raw_orders.csv') AS o
)
SELECT
  id AS customer_id,
  first_name,
  last_name,
  (SELECT min(order_date) FROM orders WHERE user_id = c.id) AS first_order,
  (SELECT max(order_date) FROM orders WHERE user_id = c.id) AS most_recent_order,
  (SELECT count(*) FROM orders WHERE user_id = c.id) AS number_of_orders,
  (SELECT (sum(cents) / 100)::DECIMAL(12, 2) FROM orders WHERE user_id = c.id) AS customer_lifetime_value
FROM read_csv('${SLUICE_DATA}/jaffle/raw_customers.csv') AS c
