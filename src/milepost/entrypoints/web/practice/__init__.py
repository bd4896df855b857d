"""The pages of practice sessions."""
