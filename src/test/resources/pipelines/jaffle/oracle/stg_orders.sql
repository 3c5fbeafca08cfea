FROM read_csv(
  '${SLUICE_DATA}/jaffle/raw_orders.csv',
  names = ['order_id', 'customer_id', 'order_date', 'status'],
  skip = 1
)
