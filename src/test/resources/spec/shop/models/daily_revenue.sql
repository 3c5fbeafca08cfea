-- What each day brought in.
SELECT day, count(*) AS orders, sum(amount) AS revenue
FROM clean_orders
GROUP BY day;
