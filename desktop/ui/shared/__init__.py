"""What several pages share: context, drafts, conflicts, the worker for backups."""
