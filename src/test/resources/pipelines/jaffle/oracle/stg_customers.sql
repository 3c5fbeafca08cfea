FROM read_csv(
  '${SLUICE_DATA}/jaffle/raw_customers.csv', names = ['customer_id', 'first_name', 'last_name'], skip = 1
)
