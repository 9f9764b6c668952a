"""Information about this copy of LinkDue: version, age of the build, third-party notices."""
