"""What people decide, and take back."""
