"""Sequences of what may befall a register, against a model of what may be read after each."""
