"""What is right with an installation, and what is wrong.

Every check returns findings. None changes anything, and none names a person.
"""
