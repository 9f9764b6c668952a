"""The command line: a verb prints its result on standard output and exits, without loading Qt."""
