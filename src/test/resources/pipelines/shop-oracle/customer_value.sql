-- What each customer ordered and paid, straight from the files of examples/shop/data.
-- Each line is read as text: what DuckDB's own CSV reader skips after a broken quote depends on where its buffers end.
WITH lines AS (
  SELECT line
  FROM read_csv(
    '${SLUICE_DATA}/orders/*.csv',
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
      '^(\d+),(\d+),(placed|shipped|returned|cancelled),(CHF|EUR|GBP|PLN|SEK|USD),(\d+\.\d\d),([-:TZ0-9]+),([-:TZ0-9]+),([^",]*|"(?:[^"]|"")*"|"first line)$',
      ['order_id', 'customer_id', 'status', 'currency', 'amount', 'placed_at', 'updated_at', 'note']
    ) AS part
  FROM lines
),
versions AS (
  SELECT
    part.order_id::BIGINT AS order_id,
    part.customer_id::BIGINT AS customer_id,
    part.status AS status,
    part.currency AS currency,
    part.amount::DECIMAL(12, 2) AS amount,
    TRY_CAST(part.placed_at AS TIMESTAMPTZ) AS placed_at,
    part.updated_at::TIMESTAMPTZ AS updated_at,
    CASE
      WHEN part.note IN ('', 'NA') THEN NULL
      WHEN part.note = '"first line' THEN E'first line\nsecond line, with a comma'
      WHEN part.note LIKE '"%' THEN replace(part.note[2:-2], '""', '"')
      ELSE part.note
    END AS note
  FROM parts
  WHERE part.order_id <> '' AND TRY_CAST(part.placed_at AS TIMESTAMPTZ) IS NOT NULL
),
latest AS (
  SELECT DISTINCT ON (order_id) *
  FROM versions
  ORDER BY order_id, updated_at DESC
),
payment_lines AS (
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
payment_parts AS (
  SELECT
    regexp_extract(
      line,
      '^\{"payment_id": (\d+), "order_id": (\d+), "customer_id": (\d+), "method": "(card|transfer|voucher)", "amount_eur": (\d+\.\d\d), "paid_at": "([-:TZ0-9]+)"(, "device": "phone")?\}$',
      ['payment_id', 'order_id', 'customer_id', 'method', 'amount_eur', 'paid_at']
    ) AS part
  FROM payment_lines
),
paid AS (
  SELECT part.customer_id::BIGINT AS customer_id, part.amount_eur::DECIMAL(12, 2) AS amount_eur
  FROM payment_parts
  WHERE part.payment_id <> ''
),
people AS (
  SELECT
    max(customer_id::BIGINT) AS customer_id,
    max_by(country, updated_at) AS country
  FROM read_csv(
    '${SLUICE_DATA}/customers.csv',
    all_varchar = true,
    header = true,
    delim = ',',
    quote = '"',
    escape = '"',
    nullstr = '',
    allow_quoted_nulls = false,
    strict_mode = true,
    ignore_errors = true
  )
  WHERE customer_id SIMILAR TO '[0-9]+' AND country SIMILAR TO '[A-Z][A-Z]'
  GROUP BY customer_id
)
SELECT
  customer_id,
  country,
  (SELECT count(*) FROM latest AS o WHERE o.customer_id = p.customer_id AND status <> 'cancelled') AS orders,
  (SELECT min(placed_at) FROM latest AS o WHERE o.customer_id = p.customer_id AND status <> 'cancelled') AS first_order_at,
  (SELECT max(placed_at) FROM latest AS o WHERE o.customer_id = p.customer_id AND status <> 'cancelled') AS last_order_at,
  (SELECT coalesce(sum(amount_eur), 0) FROM paid AS m WHERE m.customer_id = p.customer_id)::DECIMAL(18, 2) AS paid_eur
FROM people AS p
