"""The verb `smoke`: the packaged program checks itself on the machine it runs on."""
