"""Names in two forms, made for the table.

The matcher reads none of these lists.
"""

FULL_AND_SHORT = (
    ("Catherine", "Kate"), ("Margaret", "Peggy"), ("Elizabeth", "Beth"), ("Theodore", "Ted"), ("Eleanor", "Nell"),
    ("Alexander", "Sandy"), ("David", "Dai"), ("Siobhan", "Shiv"), ("Mohammed", "Mo"), ("Frederick", "Fred"),
    ("Christopher", "Kit"), ("Dorothy", "Dot"), ("Nicholas", "Nick"), ("Philippa", "Pip"), ("Rosemary", "Rosie"),
)  # fmt: skip
"""English and Welsh."""

FULL_AND_SHORT_ELSEWHERE = (
    ("Malgorzata", "Gosia"), ("Katarzyna", "Kasia"), ("Aleksandr", "Sasha"), ("Oleksandr", "Sashko"), ("Ekaterina", "Katya"),
    ("Francisco", "Paco"), ("Jose", "Pepe"), ("Oluwaseun", "Seun"), ("Konstantinos", "Kostas"), ("Dimitrios", "Mitsos"),
)  # fmt: skip

SCRIPTS = (
    (("Юрий", "Yury"), ("Иванов", "Ivanov")), (("Ольга", "Olga"), ("Петрова", "Petrova")),
    (("Δημήτρης", "Dimitris"), ("Παππάς", "Pappas")), (("王", "Wang"), ("娜", "Na Li")), (("महेश", "Mahesh"), ("पटेल", "Patel")),
    (("민수", "Minsu"), ("김", "Kim")), (("أحمد", "Ahmad"), ("حسن", "Hassan")),
)  # fmt: skip
"""Names in their own script and in Latin letters.

Each has the given name and the family name.
"""

BESIDE_LATIN = (
    ("Lin 琳", "Lin 林"),
    ("Wei 伟", "Wei 薇"),
    ("Min 敏", "Min 民"),
    ("Jun 军", "Jun 君"),
    ("Hui 慧", "Hui 辉"),
)
VOWEL_SIGNS = (("सीता", "सोता"), ("रमा", "रामा"), ("மணி", "மாணி"), ("রিতা", "রীতা"), ("ਗੀਤਾ", "ਗੇਤਾ"), ("రవి", "రావి"))
TONES = (("Thảo", "Thào"), ("Hà", "Hạ"), ("Đào", "Dào"), ("かな", "がな"), ("عُمَر", "عَمْر"), ("Linh\u0300", "Linh\u0309"))
DIVIDED = (("Su-na", "Sun-a"), ("Wing Yan", "Win Gyan"), ("Ji Nah", "Jin Ah"), ("Xi An", "Xia N"), ("Min.Ah", "Mi.Nah"))
ALIKE_TWINS = (("Lena", "Leni"), ("Hassan", "Hussain"), ("Maria", "Marta"), ("Aidan", "Nadian"), ("Jayden", "Kayden"))
NUMBERED = (("Omar 1", "Omar 2"), ("Zara I", "Zara II"), ("Ali (1)", "Ali (2)"))
PLACEHOLDERS = (
    "Unknown",
    "FNU",
    "LNU",
    "Not Known",
    "XXX",
    "-",
    ".",
    "N/A",
    "No Surname",
    "Unkown",
    "Desconocido",
    "TBC",
)
COMMON = (
    ("Mohammed", "Ali", "1"),
    ("Fatima", "Ahmed", "2"),
    ("Wei", "Chen", "1"),
    ("John", "Smith", "1"),
    ("Ali", "Khan", "1"),
)
COUNTERPARTS = (
    (("Ieuan", "Lloyd"), ("John", "Lloyd")), (("Sean", "Mac Gabhann"), ("John", "Smith")),
    (("Aoife", "Ni Bhriain"), ("Eva", "O'Brien")), (("Mairead", "O Neill"), ("Margaret", "O'Neill")),
    (("Gwilym", "Rhys"), ("William", "Rees")), (("Seumas", "MacDhomhnaill"), ("James", "MacDonald")),
)  # fmt: skip
ROMANISED = (
    ("Yusuf", "Yousef"), ("Mohammed", "Muhammad"), ("Xiaohui", "Hsiao-hui"), ("Oksana", "Oxana"), ("Tetiana", "Tatyana"),
    ("Giorgos", "Yorgos"), ("Abdul Rahman", "Abdurrahman"),
)  # fmt: skip
ACCENTED = ("Zoë", "Siân", "José", "Łukasz", "Chloé", "Ångström", "Renée", "Þór", "Søren", "Jürgen")
HYPHENED = (("Mary-Jane", "Mary Jane"), ("O'Shea", "OShea"), ("Smith-Jones", "Smith Jones"), ("Mei-Ling", "Meiling"))
