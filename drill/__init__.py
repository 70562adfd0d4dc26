"""The fault drill: thousands of calls on the worst of days, judged by the carrier's record alone.

`doors` shuts the database, `hosts` are the processes that are killed, `people` call and answer,
`day` plays it all in virtual time, `record` is what the carrier saw of a call, `judge` says by that
alone what must be true, `books` reads what we wrote down, `verdicts` compares the two.
"""
