WITH paid AS (
  SELECT
    order_id,
    sum(amount) FILTER (WHERE payment_method = 'credit_card') AS credit_card,
    sum(amount) FILTER (WHERE payment_method = 'coupon') AS coupon,
    sum(amount) FILTER (WHERE payment_method = 'bank_transfer') AS bank_transfer,
    sum(amount) FILTER (WHERE payment_method = 'gift_card') AS gift_card,
    sum(amount) AS total
  FROM stg_payments
  GROUP BY order_id
)
SELECT
  o.order_id,
  o.customer_id,
  o.order_date,
  o.status,
  CAST(coalesce(p.credit_card, 0) AS DECIMAL(12, 2)) AS credit_card_amount,
  CAST(coalesce(p.coupon, 0) AS DECIMAL(12, 2)) AS coupon_amount,
  CAST(coalesce(p.bank_transfer, 0) AS DECIMAL(12, 2)) AS bank_transfer_amount,
  CAST(coalesce(p.gift_card, 0) AS DECIMAL(12, 2)) AS gift_card_amount,
  CAST(coalesce(p.total, 0) AS DECIMAL(12, 2)) AS amount
FROM stg_orders AS o
LEFT JOIN paid AS p ON p.order_id = o.order_id
