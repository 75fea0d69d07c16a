"""Workers killed at every step and at random: nothing is lost, nothing is done twice."""
