import older_hvac  # noqa: F401
