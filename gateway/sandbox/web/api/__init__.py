"""The API by which programs steer a sandbox."""
