"""What scenarios answer: a module for each subject."""
