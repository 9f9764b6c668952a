"""The page of cashback: what is overdue, what came, and what a receipt is for."""
