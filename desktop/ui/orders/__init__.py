"""The page of orders, the order form, and the guide for associating an order."""
