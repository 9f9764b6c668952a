"""The command palette: every page, action, account, project and order by a few letters."""
