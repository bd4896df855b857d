"""What a goal's numbers and states follow from: pure rules over plain values."""
