"""采购前检查: may this account buy now, and why."""
