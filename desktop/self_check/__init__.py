"""The verb `smoke`: the program checks itself, after it was packaged and on the machine it is on."""
