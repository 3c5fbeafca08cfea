SELECT day,
       sum(amuont) AS revenue
FROM orders
GROUP BY day
