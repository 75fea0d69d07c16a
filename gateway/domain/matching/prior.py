"""The model for a register that was never counted.

All of it is estimated, in round numbers. The shares of one person's records follow the published parameters of the
Ministry of Justice's person matching (`hmpps-person-match`). Those of strangers and relatives follow from names,
birthdays and households. The names are the commonest of the United Kingdom, in a hundred thousand people. A register of
some thousand learners outweighs it (`learning.learn`).
"""

from gateway.domain.matching.levels import Field
from gateway.domain.matching.model import Model, level_shares, shares

# In the order of the levels from 1 on.
_SAME = shares(
    {
        #               exact spaced close alike part  init. diff. estab. former near  swapped
        Field.FAMILY: (0.89, 0.010, 0.045, 0.010, 0.008, 0.004, 0.014, 0.005, 0.010, 0.001, 0.003),
        #              exact spaced close  nick   alike  part   prefix init.  diff.  estab. other  first  swapped
        Field.GIVEN: (0.86, 0.006, 0.035, 0.020, 0.010, 0.024, 0.007, 0.004, 0.0015, 0.008, 0.010, 0.0005, 0.003),
        #             exact swap  edit   parts  year   different
        Field.BORN: (0.95, 0.008, 0.022, 0.008, 0.006, 0.006),
        #                 exact edit  sector district different
        Field.POSTCODE: (0.70, 0.015, 0.030, 0.055, 0.200),
        Field.GENDER: (0.985, 0.015),
        Field.BIRTHPLACE: (0.80, 0.10, 0.10),
        Field.EMAIL: (0.45, 0.05, 0.50),
    }
)
_STRANGERS = shares(
    {
        Field.FAMILY: (0.0014, 0.00001, 0.0004, 0.003, 0.0004, 0.08, 0.91, 0.0006, 0.0001, 0.0001, 0.00001),
        Field.GIVEN: (0.0035, 0.00002, 0.001, 0.002, 0.007, 0.0015, 0.0007, 0.08, 0.90, 0.0025, 0.003, 0.0003, 0.00001),
        Field.BORN: (0.00006, 0.00003, 0.0012, 0.006, 0.11, 0.88),
        Field.POSTCODE: (0.000002, 0.00002, 0.0002, 0.0008, 0.999),
        Field.GENDER: (0.50, 0.50),
        Field.BIRTHPLACE: (0.025, 0.005, 0.97),
        Field.EMAIL: (0.00001, 0.00002, 0.9999),
    }
)
SHARED_AT_HOME = (Field.POSTCODE, Field.BIRTHPLACE)
"""Fields that relatives share as often as one person's records.

So these fields tell nothing. Relatives live together, or did before one of them moved out, and were born in one place.
"""

_RELATIVES = shares(
    {
        **{one: _SAME[one] for one in SHARED_AT_HOME},
        Field.FAMILY: (0.80, 0.002, 0.006, 0.004, 0.03, 0.015, 0.12, 0.004, 0.02, 0.001, 0.00001),
        Field.GIVEN: (0.02, 0.001, 0.004, 0.004, 0.012, 0.006, 0.002, 0.08, 0.83, 0.010, 0.01, 0.02, 0.00001),
        Field.BORN: (0.02, 0.0004, 0.004, 0.03, 0.20, 0.7456),
        Field.GENDER: (0.50, 0.50),
        Field.EMAIL: (0.25, 0.05, 0.70),
    }
)
_TWINS = level_shares(0.0005, 0.0005, 0.01, 0.005, 0.02, 0.001, 0.003, 0.10, 0.80, 0.015, 0.003, 0.02, 0.00001)
_NAMESAKES = level_shares(0.97, 0.03)
_FAMILY_NAMES = {
    "SMITH": 1150, "JONES": 850, "TAYLOR": 590, "BROWN": 580, "WILLIAMS": 600, "DAVIES": 440, "WILSON": 430,
    "EVANS": 370, "THOMAS": 350, "JOHNSON": 350, "ROBERTS": 340, "WALKER": 300, "WRIGHT": 290, "ROBINSON": 290,
    "THOMPSON": 290, "WHITE": 280, "HUGHES": 270, "EDWARDS": 270, "GREEN": 260, "HALL": 250, "WOOD": 240,
    "HARRIS": 240, "LEWIS": 240, "MARTIN": 230, "JACKSON": 230, "CLARKE": 230, "CLARK": 200, "TURNER": 220,
    "HILL": 210, "COOPER": 200, "SCOTT": 210, "WARD": 200, "MORRIS": 200, "MOORE": 200, "KHAN": 300, "PATEL": 260,
    "AHMED": 210, "ALI": 220, "HUSSAIN": 220, "SINGH": 180, "KAUR": 130, "BEGUM": 130, "LEE": 170, "KING": 180,
    "BAKER": 180, "HARRISON": 170, "MORGAN": 170, "ALLEN": 170, "JAMES": 160, "PHILLIPS": 150, "MURPHY": 140,
}  # fmt: skip
_GIVEN_NAMES = {
    "JACK": 900, "THOMAS": 1000, "JAMES": 1150, "DANIEL": 950, "JOSHUA": 800, "MATTHEW": 850, "JOSEPH": 750,
    "WILLIAM": 900, "SAMUEL": 750, "OLIVER": 850, "HARRY": 750, "GEORGE": 750, "RYAN": 650, "LUKE": 650, "LEWIS": 550,
    "ALEXANDER": 650, "BENJAMIN": 650, "CHARLIE": 600, "ADAM": 550, "JOHN": 600, "MICHAEL": 600, "DAVID": 650,
    "CHRISTOPHER": 500, "ANDREW": 450, "MOHAMMED": 900, "MUHAMMAD": 700, "MOHAMMAD": 350, "CHLOE": 700, "EMILY": 850,
    "SOPHIE": 750, "JESSICA": 850, "OLIVIA": 750, "CHARLOTTE": 700, "LAUREN": 600, "HANNAH": 600, "AMY": 550,
    "MEGAN": 550, "LUCY": 600, "GRACE": 550, "ELLA": 500, "ELLIE": 450, "EMMA": 500, "SARAH": 450, "REBECCA": 450,
    "KATIE": 450, "HOLLY": 450, "GEORGIA": 400, "ELIZABETH": 400, "LAURA": 350, "ANNA": 350, "ALICE": 400, "ANN": 100,
}  # fmt: skip

PRIOR = Model(
    version=0,
    register_size=500_000,
    relatives_each=1.5,
    counted=100_000,
    same=_SAME,
    strangers=_STRANGERS,
    relatives=_RELATIVES,
    twins=_TWINS,
    namesakes=_NAMESAKES,
    family_counts={name: float(count) for name, count in _FAMILY_NAMES.items()},
    given_counts={name: float(count) for name, count in _GIVEN_NAMES.items()},
    postcode_counts={},
    rare_family=5,
    rare_given=30,
    rare_postcode=0.2,
    established_from=100,
    filler_days=(),
)
