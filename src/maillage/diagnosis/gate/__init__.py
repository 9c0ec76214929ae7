"""The gate of what is shown: tables without a cell that tells, a ledger of what was released, a passport for each figure."""
