"""Other people's names for kinds of events, into our types and modes."""

from __future__ import annotations

import re
from functools import cache

from geo.vocabulary import vocabulary

# ACLED's event types and sub-event types (codebook of 2023), in lower case. "Strategic developments" and its "Other"
# say too little to be one of our types.
_ACLED = {
    "battles": ("ASSAULT", ""),
    "armed clash": ("ASSAULT", ""),
    "government regains territory": ("ASSAULT", "territory"),
    "non-state actor overtakes territory": ("ASSAULT", "territory"),
    "explosions/remote violence": ("ASSAULT", "explosives"),
    "chemical weapon": ("ASSAULT", "unconventional"),
    "air/drone strike": ("ASSAULT", "aerial"),
    "suicide bomb": ("ASSAULT", "suicide-attack"),
    "shelling/artillery/missile attack": ("ASSAULT", "heavy-weapons"),
    "remote explosive/landmine/ied": ("ASSAULT", "explosives"),
    "grenade": ("ASSAULT", "explosives"),
    "violence against civilians": ("ASSAULT", ""),
    "sexual violence": ("ASSAULT", "sexual"),
    "attack": ("ASSAULT", ""),
    "abduction/forced disappearance": ("ASSAULT", "abduct"),
    "protests": ("PROTEST", ""),
    "peaceful protest": ("PROTEST", "demo"),
    "protest with intervention": ("PROTEST", ""),
    "excessive force against protesters": ("ASSAULT", "crowd-control"),
    "riots": ("PROTEST", "riot"),
    "violent demonstration": ("PROTEST", "riot"),
    "mob violence": ("PROTEST", "riot"),
    "agreement": ("AGREE", ""),
    "arrests": ("COERCE", "arrest"),
    "change to group/activity": ("MOBILIZE", ""),
    "disrupted weapons use": ("MOBILIZE", "weapons"),
    "headquarters or base established": ("MOBILIZE", "troops"),
    "looting/property destruction": ("COERCE", "seize"),
    "non-violent transfer of territory": ("RETREAT", "withdraw"),
}
# CAMEO codes by their beginnings; the longest that fits decides. 01, statements, is no event of ours.
_CAMEO = {
    **{"02": "REQUEST", "03": "AGREE", "04": "CONSULT", "05": "SUPPORT", "06": "COOPERATE", "07": "AID"},
    **{"08": "CONCEDE", "084": "RETREAT", "085": "RETREAT", "086": "RETREAT", "087": "RETREAT"},
    **{"09": "ACCUSE", "10": "REQUEST", "11": "ACCUSE", "12": "REJECT", "13": "THREATEN", "14": "PROTEST"},
    **{"15": "MOBILIZE", "16": "SANCTION", "163": "COERCE", "17": "COERCE", "1712": "ASSAULT", "175": "ASSAULT"},
    **{"18": "ASSAULT", "19": "ASSAULT", "191": "COERCE", "20": "ASSAULT"},
}
UNTYPED = ("OTHER", "")


def match_type(value: str, finer: str = "", *, column: str = "") -> tuple[str, str]:
    """(type, mode) of a user's word or code: ours, a label of ours, ACLED's (`finer`: its sub-event type), CAMEO's.

    A word that is none of these is a type of its own, in capitals; maps show it in the neutral group. "" is OTHER.
    """
    if column.casefold() == "type_of_violence":  # UCDP GED: 1, 2, 3 are kinds of deadly violence
        return "ASSAULT", ""
    for word in (finer.strip(), value.strip()):
        if found := _known().get(word.casefold()) or _cameo(word):
            return found
    own = re.sub(r"[^\w]+", "_", value).strip("_").upper()
    return (own, "") if own else UNTYPED


@cache
def _known() -> dict[str, tuple[str, str]]:
    """Words in lower case. Where two say the same, our own types come first, then ACLED's names, then our labels."""
    labels = {entry.label.casefold(): key for key, entry in vocabulary().items()}
    glide = {mode.casefold(): (kind, mode) for kind, mode in vocabulary() if kind == "DISASTER" and mode}
    types = {kind.casefold(): (kind, "") for kind, mode in vocabulary() if not mode}
    prefixed = {f"x-{kind}": key for kind, key in types.items()}
    return {**labels, **glide, **_ACLED, **prefixed, **types}


def _cameo(code: str) -> tuple[str, str] | None:
    if not re.fullmatch(r"\d{2,4}", code):
        return None
    return next(((_CAMEO[code[:size]], "") for size in (4, 3, 2) if code[:size] in _CAMEO), None)
