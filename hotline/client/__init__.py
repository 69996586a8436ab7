"""Python peers: what callers, responders and coordinators do, as steps over `crypto` and one file that speaks HTTP.

State is data that goes to JSON and back; a step changes it without waiting for anything; a peer keeps one rule: before
anything leaves, the state it follows from stands in the vault. So whoever is killed anywhere goes on from the codename.
"""
