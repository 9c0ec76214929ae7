"""What is printed of a wave, and how it is typed back: letters with their code, posters, paper sheets (ACC-26)."""
