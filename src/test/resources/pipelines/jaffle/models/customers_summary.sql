SELECT
  c.customer_id,
  c.first_name,
  c.last_name,
  min(o.order_date) AS first_order,
  max(o.order_date) AS most_recent_order,
  count(o.order_id) AS number_of_orders,
  CAST(sum(o.amount) AS DECIMAL(12, 2)) AS customer_lifetime_value
FROM stg_customers AS c
LEFT JOIN orders_paid AS o ON o.customer_id = c.customer_id
GROUP BY c.customer_id, c.first_name, c.last_name
