SELECT
  column0::BIGINT AS payment_id,
  column1::BIGINT AS order_id,
  column2 AS payment_method,
  (left('00' || column3, -2) || '.' || right('00' || column3, 2))::DECIMAL(12, 2) AS amount
FROM read_csv('${SLUICE_DATA}/jaffle/raw_payments.csv', header = false, skip = 1, all_varchar = true)
