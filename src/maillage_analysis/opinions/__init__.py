"""What people think of statements, from their votes: agree, pass, disagree.

`votes` holds them, `counts` counts them by role or by group. `readings` reads them by role, in words fit for thirty
people; `polis` computes what Polis does, to be compared with it; `groups` looks for groups of opinion, and says when
there are none.
"""
