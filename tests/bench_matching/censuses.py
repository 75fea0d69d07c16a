"""Write a census of pseudopeople's sample data.

python censuses.py FILE NOISE YEAR SEED

Run it by the Python that has pseudopeople. NOISE multiplies the usual number of mistakes.
"""

import sys
from pathlib import Path
from typing import Any

import pseudopeople


def _noisier(times: int) -> dict[str, Any] | None:
    """Return the probabilities of mistakes, this many times as high.

    None is more than one half.
    """
    if times == 1:
        return None
    usual = pseudopeople.get_config()["decennial_census"]["column_noise"]
    return {
        "decennial_census": {
            "column_noise": {
                column: {
                    mistake: {"cell_probability": min(0.5, of["cell_probability"] * times)}
                    for mistake, of in mistakes.items()
                    if isinstance(of.get("cell_probability"), float)
                }
                for column, mistakes in usual.items()
            }
        }
    }


def main() -> None:
    """Write the census."""
    file = Path(sys.argv[1])
    noise, year, seed = map(int, sys.argv[2:])
    census = pseudopeople.generate_decennial_census(year=year, seed=seed, config=_noisier(noise), verbose=False)
    file.parent.mkdir(parents=True, exist_ok=True)
    census.to_csv(file, index=False)


if __name__ == "__main__":
    main()
