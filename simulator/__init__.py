"""A simulated carrier: takes and places calls, runs TwiML strictly, rings phones, records.

It shares no line with the application it calls, and follows the carrier's documents alone.
Bracketed names such as [Gather] or [Number] stand for the carrier's page on that subject;
[Overrides] for "Webhooks connection overrides", [Security] for "Security", [Errors] for the error
dictionary, [OAI] for its OpenAPI specification, [Err13521] for the page of that error, [Fallback]
for "Availability".

- `simulator.carrier`: `SimulatedCarrier`, `CarrierConfig`, `Call`, `Order`
- `simulator.callers`: `CallerScript`, `ScriptedCallee`
- `simulator.phones`: `parse_behaviour`, `Behaviour`, `Exchange`, `PhoneDriver`
- `simulator.faults`: `Fault`, `Faults`
- `simulator.clock`: `VirtualClock`, `RealClock`, `Timeline`
- `simulator.transport`: `WsgiTransport`, `HttpTransport`, `WsgiAdapter`
- `simulator.rest`: `create_rest`; `simulator.server`: `SimulatorServer`
"""
