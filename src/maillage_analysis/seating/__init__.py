"""Who sits with whom, over several rounds, so that a room makes the ties that are missing: numbers only.

`Room` (who is there and what holds) → `plan` → `Plan` (tables, what is won, a bound, the rules broken); `replan` after
absences. The heuristic and its bound are described in docs/reference/plan-de-table.md.
"""
