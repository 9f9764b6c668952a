"""Answering questions about many orders: the order index, its queries and its check."""
