-- One row per day. `per: [ordered_on]` in pipeline.yaml promises that all rows of a day
-- are seen together, so grouping by that column gives the whole truth.
SELECT
  ordered_on,
  count(*) AS orders,
  sum(amount) AS revenue
FROM orders
GROUP BY ordered_on
