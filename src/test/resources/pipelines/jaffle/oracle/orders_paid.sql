WITH amounts AS (
  PIVOT (FROM read_csv('${SLUICE_DATA}/jaffle/raw_payments.csv'))
  ON payment_method IN ('credit_card', 'coupon', 'bank_transfer', 'gift_card')
  USING sum(amount / 100)
  GROUP BY order_id
)
SELECT
  o.id AS order_id,
  o.user_id AS customer_id,
  o.order_date,
  o.status,
  coalesce(credit_card, 0)::DECIMAL(12, 2) AS credit_card_amount,
  coalesce(coupon, 0)::DECIMAL(12, 2) AS coupon_amount,
  coalesce(bank_transfer, 0)::DECIMAL(12, 2) AS bank_transfer_amount,
  coalesce(gift_card, 0)::DECIMAL(12, 2) AS gift_card_amount,
  (credit_card_amount + coupon_amount + bank_transfer_amount + gift_card_amount)::DECIMAL(12, 2) AS amount
FROM read_csv('${SLUICE_DATA}/jaffle/raw_orders.csv') AS o
LEFT JOIN amounts ON amounts.order_id = o.id
