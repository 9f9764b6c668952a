"""What LinkDue says about itself: version, age of the build, third-party notices."""
