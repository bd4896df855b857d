"""Coming and going: import, export, doctor."""
