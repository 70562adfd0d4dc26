"""What the desk hands out on paper or as a file: tables, charts, the monthly report, the poster.

Everything here is made from values alone: nothing is asked of the database, the clock or Flask.
"""
