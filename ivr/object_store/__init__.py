"""Messages in an S3-type store."""
