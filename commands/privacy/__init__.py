"""Commands about personal data: terms, holds, one person's data, keys."""
