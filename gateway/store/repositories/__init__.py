"""Read and change the register, one module for each subject."""
