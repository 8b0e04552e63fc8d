"""The clauses that tell a case in one line, in the order in which they are said.

A new clause is one value in its list: the run it stands in, how soon it gives way, its words, and from which questions.
Nothing confidential can be named: a clause checks itself when it is made.
"""

from .mood import MOOD
from .pain import PAIN
from .person import LIVES_WITH, TAKES, WHO
from .signs import FOUND, TOLD

MOST_WORDS = 45

CLAUSES = (*WHO, *PAIN, *TOLD, *FOUND, *LIVES_WITH, *TAKES, *MOOD)
