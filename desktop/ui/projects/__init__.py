"""The page of project numbers (项目编号): accounts, projects, partners, and their forms."""
