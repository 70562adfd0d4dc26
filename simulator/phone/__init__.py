"""The phone page: a citizen's telephone and the officers' telephones in a browser.

- `simulator.phone.handsets`: the phones, as the carrier drives them and a page sees them
- `simulator.phone.room`: all phones that pages show, and what they wait for to change
- `simulator.phone.steps`: a call step by step; `simulator.phone.state`: everything as JSON
- `simulator.phone.books`: what the switchboard's own books say; `simulator.phone.pretence`: time
- `simulator.phone.views`: the page and what it may ask; `simulator.phone.words`: its words
"""
