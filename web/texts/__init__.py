"""What the desk's pages say, a file a page, Vietnamese first."""
