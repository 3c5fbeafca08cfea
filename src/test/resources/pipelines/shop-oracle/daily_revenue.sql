-- Euros of each day, straight from the files of examples/shop/data.
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
rates AS (
  FROM read_csv('${SLUICE_DATA}/currencies.csv', types = {'rate_to_eur': 'DECIMAL(12, 6)'})
),
euros AS (
  SELECT
    order_id,
    customer_id,
    status,
    placed_at::DATE AS day,
    round(amount * (SELECT rate_to_eur FROM rates WHERE code = currency), 2)::DECIMAL(12, 2) AS amount_eur
  FROM latest
  WHERE status IN ('placed', 'shipped', 'returned')
)
SELECT DISTINCT
  day,
  count(*) OVER each_day AS orders,
  len(list_distinct(list(customer_id) OVER each_day))::BIGINT AS customers,
  (sum(amount_eur) OVER each_day)::DECIMAL(18, 2) AS revenue_eur
FROM euros
WINDOW each_day AS (PARTITION BY day)
