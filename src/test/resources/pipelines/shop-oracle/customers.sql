-- The latest valid version of each customer, straight from the file of examples/shop/data.
SELECT
  max(customer_id::BIGINT) AS customer_id,
  max_by(name, updated_at) AS name,
  any_value(email) AS email,
  max_by(country, updated_at) AS country,
  max(updated_at::TIMESTAMPTZ) AS updated_at
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
