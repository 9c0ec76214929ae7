"""The map of a network: where each actor stands, and how it is drawn."""
