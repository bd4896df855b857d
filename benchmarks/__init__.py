"""Speed as ratios in one run: the product through HTTP beside the same statements in the tightest loop."""
