def cleanup_control():
    raise ValueError("cannot clean up")
