"""The page of cashback: sums, months, receipts and statements."""
