"""What is tidied up beside the calls: each job is safe to run twice, or to kill in the middle."""
