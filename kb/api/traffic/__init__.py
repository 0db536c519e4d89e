"""What every request meets: who asks, limits, headers, errors, logs, counts."""
