-- The valid payments, straight from the files of examples/shop/data. Each line is read as text, so that a
-- duplicate key and a byte that is not UTF-8 can be told from what a JSON reader would make of them.
WITH lines AS (
  SELECT line
  FROM read_csv(
    '${SLUICE_DATA}/payments/*.json',
    columns = {'line': 'VARCHAR'},
    header = false,
    delim = '\x02',
    quote = '',
    escape = '',
    auto_detect = false,
    ignore_errors = true
  )
),
parts AS (
  SELECT
    regexp_extract(
      line,
      '^\{"payment_id": (\d+), "order_id": (\d+), "customer_id": (\d+), "method": "(card|transfer|voucher)", "amount_eur": (\d+\.\d\d), "paid_at": "([-:TZ0-9]+)"(, "device": "phone")?\}$',
      ['payment_id', 'order_id', 'customer_id', 'method', 'amount_eur', 'paid_at']
    ) AS part
  FROM lines
)
SELECT
  part.payment_id::BIGINT AS payment_id,
  part.order_id::BIGINT AS order_id,
  part.customer_id::BIGINT AS customer_id,
  part.method,
  part.amount_eur::DECIMAL(12, 2) AS amount_eur,
  part.paid_at::TIMESTAMPTZ AS paid_at
FROM parts
WHERE part.payment_id <> ''
