"""Báo cáo: the figures of a period, how they compare, how they are drawn, and as files."""
