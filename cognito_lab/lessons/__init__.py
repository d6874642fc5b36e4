"""The course: worlds, lessons and their checks."""
