"""Events made by hand: enough kinds, places and statuses to look at a map and to test it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from geo.model import (
    Actor,
    Count,
    DatePrecision,
    Edit,
    Event,
    EventPlace,
    GeoPrecision,
    Place,
    Role,
    Source,
    Span,
    Status,
)


def town(number: int, name: str, lon: float, lat: float, country: str) -> Place:
    return Place(f"geonames:{number}", name, lon, lat, "P", "PPL", country=country, radius_m=3000)


def region(boundary: str, name: str, lon: float, lat: float, country: str, code: str = "RGN") -> Place:
    id = f"dateline:{boundary.partition(':')[2].lower()}"
    return Place(id, name, lon, lat, "A" if code != "RGN" else "L", code, country=country, boundary=boundary)


YEVLAKH = town(584649, "Yevlakh", 47.15, 40.6172, "AZ")
YEREVAN = town(616052, "Yerevan", 44.5136, 40.1811, "AM")
STEPANAKERT = town(585135, "Stepanakert", 46.7515, 39.8177, "AZ")
KARABAKH = region("region:nagorno-karabakh", "Nagorno-Karabakh", 46.72, 39.9, "AZ")
SUDAN = region("country:SD", "Sudan", 30.2, 15.6, "SD", "PCLI")
DARFUR = region("region:darfur", "Darfur", 24.5, 13.5, "SD")


def at(place: Place, role: Role = Role.EVENT, relation: str = "") -> EventPlace:
    near = {"radius_m": 10_000.0, "precision": GeoPrecision.NEAR} if relation else {"radius_m": place.radius_m}
    return EventPlace(role, place.kind, None, place, relation=relation, lon=place.lon, lat=place.lat, **near)  # type: ignore[arg-type]


def event(
    id: str,
    type: str,
    day: str | None,
    quote: str,
    trigger: str,
    *places: EventPlace,
    mode: str = "",
    status: Status = Status.REPORTED,
    actors: str = "",
    killed: Count | None = None,
    injured: Count | None = None,
    confidence: float = 0.8,
    reasons: tuple[str, ...] = (),
    inferred: bool = False,
    title: str = "A dispatch",
    published: str | None = None,
) -> Event:
    start = date.fromisoformat(day) if day else None
    precision = DatePrecision.DAY_INFERRED if inferred else DatePrecision.DAY
    at_trigger = quote.find(trigger)
    return Event(
        id=id,
        type=type,
        mode=mode,
        status=status,
        start=start,
        end=start,
        date_precision=precision if day else DatePrecision.UNKNOWN,
        source=Source(
            f"doc-{id}", title, f"https://example.org/{id}", date.fromisoformat(published or day or "2023-09-20")
        ),
        quote=Span(0, len(quote), quote) if quote else None,
        trigger=Span(at_trigger, at_trigger + len(trigger), trigger) if quote else None,
        places=places,
        actors=tuple(Actor(name, "actor") for name in actors.split(", ") if name),
        fatalities=killed,
        injured=injured,
        confidence=confidence,
        confidence_reasons=reasons,
    )


OPERATION = event(
    "k1", "ASSAULT", "2023-09-19",
    "Azerbaijan launched what it called an anti-terrorist operation in Nagorno-Karabakh on Tuesday.",
    "launched", at(KARABAKH), actors="Azerbaijan, Karabakh Armenian forces", killed=Count(200, None),
    injured=Count(400, None), confidence=0.9, title="Azerbaijan opens an offensive in Nagorno-Karabakh",
    reasons=("for: <b>the place</b> is named in the sentence",),
)  # fmt: skip
OPERATION = replace(OPERATION, corrected=Edit("Ann Lee", datetime(2024, 5, 1, 12, tzinfo=UTC)))
TALKS = event(
    "k5", "CONSULT", "2023-09-21",
    "Talks between Baku and the Karabakh Armenians are to open on Thursday in Yevlakh.",
    "Talks", at(YEVLAKH), status=Status.PLANNED, actors="Azerbaijan, Karabakh Armenians", confidence=0.85,
    title="Crowds in Yerevan call on Pashinyan to quit", published="2023-09-20",
)  # fmt: skip
SHOOTING = event(
    "k4", "ASSAULT", "2023-09-21",
    "Two people in the town said that they had heard heavy gunfire on Thursday morning near Stepanakert.",
    "gunfire", at(STEPANAKERT, relation="near"), mode="firearms", status=Status.CLAIMED, confidence=0.5,
    title="First talks on Karabakh's future end in Yevlakh without a deal",
)  # fmt: skip
DENIED = replace(SHOOTING, id="k9", status=Status.DENIED, type="RETREAT", mode="")
UNPLACED = event(
    "u1", "AGREE", "2023-09-21", "Another round would follow soon, the presidency said.", "round", actors="Azerbaijan"
)
THREAT = event(
    "w1", "THREATEN", "2024-02-02", "The minister warned Sudan of new restrictions.", "warned",
    at(SUDAN, Role.TARGET), actors="The minister", confidence=0.4,
)  # fmt: skip

SAMPLES = (
    OPERATION,
    TALKS,
    SHOOTING,
    DENIED,
    UNPLACED,
    THREAT,
    event(
        "k2", "RETREAT", "2023-09-20",
        "The ceasefire, which began at 1 p.m. on Wednesday, appeared to be holding in Nagorno-Karabakh.",
        "ceasefire", at(KARABAKH), mode="ceasefire", actors="Azerbaijan, Karabakh Armenian forces",
        title="Karabakh Armenians lay down arms after a one-day war",
    ),
    event(
        "k3", "PROTEST", "2023-09-20",
        "Several thousand people filled Republic Square in Yerevan on Wednesday evening and called on Prime Minister "
        "Nikol Pashinyan to resign.",
        "filled", at(YEREVAN), mode="demo", actors="Protesters", inferred=True,
        title="Crowds in Yerevan call on Pashinyan to quit",
    ),
    event(
        "k6", "PROTEST", "2023-09-19",
        "In scuffles on Tuesday night 34 people were hurt, 16 of them police officers.",
        "scuffles", at(YEREVAN), mode="riot", injured=Count(34, 34), actors="Protesters, police",
        title="Crowds in Yerevan call on Pashinyan to quit", published="2023-09-20",
    ),
    event(
        "k7", "CONSULT", "2023-09-21", "Envoys sat down together in Yevlakh on Thursday and parted after two hours.",
        "sat down", at(YEVLAKH), actors="Azerbaijan, Karabakh Armenians",
        title="First talks on Karabakh's future end in Yevlakh without a deal",
    ),
    event(
        "t1", "DISASTER", "2023-02-06",
        "A magnitude 7.8 earthquake struck before dawn on Monday with its centre near Pazarcik.",
        "earthquake", at(town(302692, "Pazarcık", 37.2889, 37.4908, "TR"), relation="near"), mode="EQ",
        killed=Count(5000, None), injured=Count(20000, 25000), title="Quake kills thousands in Türkiye and Syria",
    ),
    event(
        "h1", "DISASTER", "2023-08-08", "Flames driven by a hurricane's winds razed most of Lahaina on Tuesday.",
        "Flames", at(town(5849996, "Lahaina", -156.6825, 20.8783, "US")), mode="WF", killed=Count(36, 55),
        title="Wildfire destroys a town on Maui",
    ),
    event(
        "f1", "PROTEST", "2022-08-21", "Dockers at Felixstowe walked out on Sunday for eight days.", "walked out",
        at(town(2649579, "Felixstowe", 1.3511, 51.9639, "GB")), mode="strike", actors="Dockers",
        title="Britain's biggest container port falls silent",
    ),
    event(
        "b1", "ACCIDENT", "2024-03-26", "A container ship without power hit a pier and brought down the bridge.",
        "hit", at(town(4347778, "Baltimore", -76.6122, 39.2904, "US")), mode="transport", killed=Count(6, 6),
        title="Bridge falls in Baltimore",
    ),
    event(
        "p1", "DISASTER", "2024-05-05", "The Guaiba rose over the embankment and flooded the centre of Porto Alegre.",
        "flooded", at(town(3452925, "Porto Alegre", -51.23, -30.0328, "BR")), mode="FL", killed=Count(78, 90),
        title="Southern Brazil under water",
    ),
    event(
        "a1", "AID", "2024-08-20", "Fifteen trucks with sorghum and oil crossed at Adre, the first since February.",
        "crossed", at(town(2434508, "Adré", 22.2, 13.4667, "TD")), actors="World Food Programme",
        title="Aid convoy reaches Darfur's border",
    ),
    event(
        "d1", "ASSAULT", "2024-08-19", "Shelling went on across Darfur while the convoy waited.", "Shelling",
        at(DARFUR), mode="heavy-weapons", status=Status.CLAIMED, confidence=0.5,
        title="Aid convoy reaches Darfur's border",
    ),
    event(
        "s1", "COERCE", "2024-08-18", "The army kept its ban on relief flights over Sudan.", "ban", at(SUDAN),
        mode="restrict", actors="Sudanese army", title="Aid convoy reaches Darfur's border",
    ),
    event(
        "n1", "CONSULT", "2024-08-26", "Leaders of eighteen Pacific states met in Nuku'alofa.", "met",
        at(town(4032402, "Nuku‘alofa", -175.2018, -21.1394, "TO")), mode="multilateral", title="Pacific leaders meet",
    ),
    event(
        "e1", "HEALTH", "2025-01-30", "Uganda declared an outbreak of Ebola after a nurse died in Kampala.",
        "outbreak", at(town(232422, "Kampala", 32.5822, 0.3163, "UG")), mode="ebola", killed=Count(1, 1),
        title="Ebola in Kampala", inferred=True,
    ),
    event(
        "m1", "MOBILIZE", "2025-02-02", "Troops were moved to the border at Goma.", "moved",
        at(town(216281, "Goma", 29.2228, -1.6741, "CD")), mode="troops", confidence=0.7, title="Border on alert",
    ),
)  # fmt: skip
