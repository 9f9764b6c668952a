"""What every layer may use: resources, whole files, disk space, progress and cancelling."""
