"""Whether the finished files hold what their audience may not read."""
