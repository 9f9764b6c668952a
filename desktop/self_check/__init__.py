"""The verb `smoke`: the program checks itself as it was packaged, on the machine it is on."""
