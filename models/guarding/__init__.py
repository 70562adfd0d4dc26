"""Who is blocked, who calls too often, and how many calls of ours go on."""
