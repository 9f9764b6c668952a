"""The command line: a verb answers on standard output and exits. It loads no Qt."""
