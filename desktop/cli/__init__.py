"""The scriptable twin: a verb answers on standard output and exits. It loads no Qt."""
