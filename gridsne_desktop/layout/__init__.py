"""Vectors to a grid: reduce to points in the plane, assign the points to cells."""
