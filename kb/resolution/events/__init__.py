"""How two accounts of happenings agree: kind, time, place, who, how many."""
