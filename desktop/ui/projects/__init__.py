"""项目编号: accounts, partners and projects, and the forms that record them."""
