"""The worker: each article once, a bad one among good ones, a feed with its pages, what is no article's fault."""

import ipaddress
import sqlite3

import pytest

from geo.errors import GazetteerError, StoreError
from geo.fetching import Guard, fetching
from geo.jobs import Input, JobFile, Lease, Queue, State
from geo.stores import MemoryStore
from geo.working import MOST, NotNow, Worker
from tests.feeds import LONG, SHORT, OneEvent, item, rss
from tests.web import serving

OWN = Guard((ipaddress.ip_network("127.0.0.0/8"),))


@pytest.fixture
def file():
    opened = JobFile(None)
    yield opened
    opened.close()


@pytest.fixture
def queue(file):
    return Queue(file)


@pytest.fixture
def pipeline():
    return OneEvent()


@pytest.fixture
def store():
    return MemoryStore()


@pytest.fixture
def worker(file, queue, store, pipeline):
    return Worker(queue, Lease(file, "jobs"), lambda: store, lambda: pipeline, fetching(OWN, most=10_000))


@pytest.fixture
def web():
    with serving() as server:
        yield server


def article(id, text=SHORT):
    return Input(b'{"id": "%s", "text": "%s"}' % (id.encode(), text.encode()))


def test_a_bad_article_is_told_and_counted_and_the_same_twice_is_one(worker, queue, store):
    broken = [Input(b"{nonsense"), Input(b"[]"), article("x", "BREAKS"), Input(b" " * (MOST + 1))]
    id = queue.submit([article("a"), *broken, article("a"), article("b")]).id
    worker.work()
    job = queue.job(id)
    assert (job.state, job.total, job.read, job.kept, job.failed, job.events) == (State.DONE, 7, 7, 1, 4, 2)
    reasons = [item.done.reason for item in queue.items(id, 10, failed=True)]
    assert reasons[1:] == [
        'not an object such as {"id": "1", "text": "..."}',
        "RuntimeError: too much",
        "longer than 1,000,000 bytes",
    ]
    assert "line 1 column 2" in reasons[0]
    assert store.summary().articles == 2


def test_a_feed_with_its_pages(worker, queue, web, pipeline, store):
    page = web.put("/page", LONG, Content_Type="text/html")
    gone = web.put("/gone", status=404)
    feed = web.put("/feed", rss(item(1, link=page), item(2, "Short, and its page is gone.", gone), item(3)))
    id = queue.submit(feed=feed).id
    worker.work()
    job = queue.job(id)
    assert (job.state, job.total, job.read, job.failed) == (State.DONE, 3, 3, 0)
    assert len(pipeline.texts[0]) > 500
    assert pipeline.texts[1:] == ["Short, and its page is gone.", SHORT]
    queue.submit(feed=feed)
    worker.work()
    assert (queue.jobs(1)[0].kept, store.summary().articles) == (3, 3)


def test_a_feed_without_its_pages(worker, queue, web):
    feed = web.put("/feed", rss(item(1, link=web.put("/page", LONG))))
    queue.submit(feed=feed, pages=False)
    worker.work()
    assert web.paths() == ["/feed"]


@pytest.mark.parametrize(
    ("path", "reason"), [("/none", "404"), ("/words", "neither RSS nor Atom"), ("/huge", "longer than 10,000 bytes")]
)
def test_a_feed_that_cannot_be_read_is_a_job_that_failed(worker, queue, web, path, reason):
    web.put("/words", "just words")
    web.put("/huge", bytes(20_000))
    id = queue.submit(feed=web.address + path).id
    other = queue.submit([article("a")]).id
    worker.work()
    assert queue.job(id).state is State.FAILED
    assert reason in queue.job(id).problem
    assert queue.job(other).state is State.DONE


@pytest.mark.parametrize("error", ["gazetteer", "disk"])
def test_what_is_no_articles_fault_loses_no_article(worker, queue, store, monkeypatch, error):
    def fails(*_):
        if error == "gazetteer":
            raise GazetteerError("not built")
        raise StoreError("news.gpkg: disk full") from sqlite3.OperationalError("database or disk is full")

    id = queue.submit([article("a")]).id
    with monkeypatch.context() as patch:
        patch.setattr(store, "add", fails)
        for _ in range(9):
            with pytest.raises(NotNow):
                worker.work()
        assert queue.job(id).problem.startswith("waits")
    worker.work()
    assert (queue.job(id).state, queue.job(id).events, queue.job(id).problem) == (State.DONE, 1, "")


def test_who_holds_no_lease_does_nothing(worker, queue, file):
    id = queue.submit([article("a")]).id
    assert Lease(file, "jobs").take()
    worker.work()
    assert queue.job(id).state is State.QUEUED


def test_it_is_woken_and_it_stops(worker, queue):
    thread = worker.start()
    id = queue.submit([article("a")]).id
    worker.wake()
    for _ in range(6_000):
        if queue.job(id).over:
            break
        thread.join(0.01)
    assert queue.job(id).state is State.DONE
    worker.stop()
    thread.join(5)
    assert not thread.is_alive()
