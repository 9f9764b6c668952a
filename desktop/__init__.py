"""LinkDue (关联管家): link every Alibaba Cloud order before it is due."""

__version__ = "0.1.0"
