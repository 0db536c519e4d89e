"""How two names agree: of persons, bodies and places, in any script."""
