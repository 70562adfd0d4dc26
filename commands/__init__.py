"""The commands of `flask --app app …`: what an operator types, and a newcomer first."""
