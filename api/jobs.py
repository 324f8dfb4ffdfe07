"""Jobs: what becomes of articles that were handed in together and of feeds, for those who hold a key."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response
from starlette.exceptions import HTTPException

from api import keys, params
from api.answers import json
from api.links import JSON, href, link
from api.openapi import Schema, object_of, operation, ref, strings
from api.params import list_of
from api.service import service
from geo.fetching.polite import at
from geo.jobs import Input, Item, Job, State

TAG = "Jobs"
_PAGE = (params.limit(100, 1000), params.OFFSET)
_REASONS = 100  # failures that a job names itself; all are among its articles
_MOST_WAITING = 100  # jobs

_COUNT: Schema = {"type": "integer", "minimum": 0}
_ARTICLE = object_of(strings("state", "id", "reason") | {"number": _COUNT, "events": _COUNT}, "number", "state")
JOB: Schema = object_of(
    strings("id", "feed", "problem", "created", "started", "finished")
    | {
        "status": {"type": "string", "enum": ["queued", "running", "done", "failed", "cancelled"]},
        "articles": object_of(
            dict.fromkeys(("read", "kept", "failed"), _COUNT) | {"total": {**_COUNT, "nullable": True}}
        ),
        "events": _COUNT,
        "failures": list_of(_ARTICLE),
        "links": list_of(ref("Link")),
    },
    "id",
    "status",
    "articles",
    "events",
    "links",
)

routes = APIRouter()


def submitted(request: Request, articles: list[Input], *, feed: str = "", pages: bool = True) -> Response:
    """202, and where the job is; HTTPException 429 while too many wait."""
    queue = service(request).jobs()
    if queue.waiting() >= _MOST_WAITING:
        raise HTTPException(429, f"{_MOST_WAITING} jobs wait already", {"Retry-After": "60"})
    job = queue.submit(articles, feed=feed, pages=pages)
    service(request).worker().wake()
    answer = json(_record(request, job), status=202)
    answer.headers["Location"] = href(request, f"/jobs/{job.id}")
    return answer


@routes.get(
    "/jobs",
    **operation(
        "Jobs, the newest first",
        TAG,
        {JSON: object_of({"jobs": list_of(JOB), "links": list_of(ref("Link"))}, "jobs", "links")},
        parameters=_PAGE,
        secured=True,
    ),
)
def jobs(request: Request) -> Response:
    values = params.read(request.query_params, _PAGE)
    keys.admit(request)
    found = service(request).jobs().jobs(values.get("limit", 100), values.get("offset", 0))
    return json({"jobs": [_record(request, job) for job in found], "links": [link(request, "self", "/jobs", JSON)]})


@routes.get(
    "/jobs/{job_id}",
    **operation(
        "How a job goes",
        TAG,
        {JSON: JOB},
        secured=True,
        description="`kept` articles were in the store already. `total` is null until a feed was read. The first "
        f"{_REASONS} articles that failed are named with their reasons. A month after its end a job is forgotten.",
    ),
)
def job(request: Request, job_id: str) -> Response:
    params.read(request.query_params, ())
    keys.admit(request)
    queue = service(request).jobs()
    found = queue.job(job_id)
    failures = [_article(item) for item in queue.items(job_id, _REASONS, failed=True)]
    return json({**_record(request, found), "failures": failures})


@routes.get(
    "/jobs/{job_id}/articles",
    **operation(
        "What became of each article of a job",
        TAG,
        {JSON: object_of({"articles": list_of(_ARTICLE), "links": list_of(ref("Link"))}, "articles", "links")},
        parameters=_PAGE,
        secured=True,
        description="In the order they came. state: queued, stored, kept (it was there) or failed, with the reason.",
    ),
)
def articles(request: Request, job_id: str) -> Response:
    values = params.read(request.query_params, _PAGE)
    keys.admit(request)
    queue = service(request).jobs()
    queue.job(job_id)
    found = queue.items(job_id, values.get("limit", 100), values.get("offset", 0))
    links = [link(request, "up", f"/jobs/{job_id}", JSON)]
    return json({"articles": [_article(item) for item in found], "links": links})


@routes.delete(
    "/jobs/{job_id}",
    **operation(
        "Cancel a job, or forget one that is over",
        TAG,
        {},
        statuses=(204,),
        description="Articles that are in the store by then stay there.",
        secured=True,
    ),
)
def delete(request: Request, job_id: str) -> Response:
    params.read(request.query_params, ())
    keys.admit(request)
    service(request).jobs().remove(job_id)
    return Response(status_code=204)


def _record(request: Request, job: Job) -> dict[str, Any]:
    times = {"created": job.created, "started": job.started, "finished": job.finished}
    own = f"/jobs/{job.id}"
    return {
        "id": job.id,
        "status": job.state.value,
        **({"feed": job.feed} if job.feed else {}),
        **({"problem": job.problem} if job.problem else {}),
        **{name: at(time) for name, time in times.items() if time is not None},
        "articles": {"read": job.read, "kept": job.kept, "failed": job.failed, "total": job.total},
        "events": job.events,
        "links": [link(request, "self", own, JSON), link(request, "results", f"{own}/articles", JSON)],
    }


def _article(item: Item) -> dict[str, Any]:
    done = item.done
    found: dict[str, Any] = {"number": item.number, "state": done.state.value}
    if done.state is State.STORED:
        found["events"] = done.events
    return found | {name: text for name, text in (("id", done.article), ("reason", done.reason)) if text}
