"""Pages of those who lead a wave (`manage`) and of those who answer it (`respond`)."""
