"""The command palette: finds pages, actions, accounts, projects and orders by a few letters."""
