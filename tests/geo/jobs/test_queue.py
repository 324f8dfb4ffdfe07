"""Jobs are kept, done once and in order, by one worker; what was seen of feeds is remembered."""

import threading

import pytest

from geo.errors import ItemNotFound, StoreError
from geo.jobs import Done, Input, JobFile, Lease, Queue, Seen, State, Watched


class Clock:
    now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def path(tmp_path):
    return tmp_path / "news.jobs.sqlite"


@pytest.fixture
def file(path):
    opened = JobFile(path)
    yield opened
    opened.close()


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def queue(file, clock):
    return Queue(file, clock)


def test_a_job_is_done_article_by_article_and_counted(queue):
    job = queue.submit([Input(b"1"), Input(b"2", "http://e.org/"), Input(b"3")])
    assert (job.state, job.total, job.read) == (State.QUEUED, 3, 0)
    assert queue.next_job().id == job.id
    results = [Done(State.STORED, "a", 2), Done(State.KEPT, "b"), Done(State.FAILED, reason="bad")]
    inputs = []
    for result in results:
        item = queue.next_item(job.id)
        inputs.append(item.input)
        queue.done(item, result)
        queue.done(item, result)  # said twice, counted once
    assert inputs == [Input(b"1"), Input(b"2", "http://e.org/"), Input(b"3")]
    assert queue.next_item(job.id) is None
    queue.finish(job.id)
    done = queue.job(job.id)
    assert (done.state, done.read, done.kept, done.failed, done.events) == (State.DONE, 3, 1, 1, 2)
    assert [item.done for item in queue.items(job.id, 10)] == results
    assert [item.number for item in queue.items(job.id, 10, failed=True)] == [3]


def test_what_was_not_done_is_there_after_a_restart(queue, file, path):
    id = queue.submit([Input(b"1"), Input(b"2")]).id
    queue.next_job()
    queue.done(queue.next_item(id), Done(State.STORED, "a", 1))
    queue.next_item(id)  # taken, and then the process ends
    file.close()
    again = JobFile(path)
    resumed = Queue(again)
    assert resumed.next_job().id == id
    assert resumed.next_item(id).number == 2
    again.close()


def test_an_article_that_ends_its_process_each_time_is_given_up(queue):
    id = queue.submit([Input(b"1")]).id
    assert [queue.next_item(id).input is None for _ in range(4)] == [False, False, False, True]


def test_one_given_back_was_not_tried(queue):
    id = queue.submit([Input(b"1")]).id
    for _ in range(9):
        item = queue.next_item(id)
        queue.untouched(item)
    assert item.input is not None


def test_a_cancelled_job_stops_and_stays_cancelled(queue):
    id = queue.submit([Input(b"1"), Input(b"2")]).id
    queue.next_job()
    item = queue.next_item(id)
    queue.remove(id)
    queue.done(item, Done(State.STORED, "a", 1))
    assert queue.next_item(id) is None
    queue.finish(id)
    assert queue.job(id).state is State.CANCELLED
    assert queue.next_job() is None
    queue.remove(id)
    with pytest.raises(ItemNotFound):
        queue.job(id)
    with pytest.raises(ItemNotFound):
        queue.remove(id)


def test_the_one_begun_comes_first_and_old_ones_are_forgotten(queue, clock):
    first = queue.submit([Input(b"1")]).id
    clock.now += 1
    second = queue.submit([Input(b"1")]).id
    assert [job.id for job in queue.jobs(10)] == [second, first]
    assert queue.next_job().id == first
    assert queue.waiting() == 2
    queue.finish(first)
    assert queue.next_job().id == second
    clock.now += 31 * 86_400
    queue.submit([Input(b"1")])
    assert first not in {job.id for job in queue.jobs(10)}


def test_a_feeds_total_is_not_known_before_it_was_read(queue):
    id = queue.submit(feed="http://e.org/f").id
    assert queue.job(id).total is None
    queue.fill(id, [Input(b"1")])
    queue.fill(id, [Input(b"1")])
    assert queue.job(id).total == 1


def test_one_holds_a_lease_until_it_says_no_more(file, clock):
    one, other = Lease(file, "jobs", clock), Lease(file, "jobs", clock)
    assert one.take()
    assert not other.take()
    clock.now += 20
    assert one.take()
    clock.now += 20
    assert not other.take()
    clock.now += 31
    assert other.take()
    assert not one.take()
    one.release()
    assert not one.take()
    other.release()
    assert one.take()


def test_many_threads_take_each_article_once(path):
    files = [JobFile(path) for _ in range(4)]
    id = Queue(files[0]).submit([Input(b"x")] * 60).id
    lease_holders = []

    def work(file):
        lease = Lease(file, "jobs")
        while lease.take() and (item := Queue(file).next_item(id)):
            lease_holders.append(lease.holder)
            Queue(file).done(item, Done(State.STORED, "a", 1))

    threads = [threading.Thread(target=work, args=(file,)) for file in files]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(lease_holders)) == 1
    assert Queue(files[0]).job(id).events == 60
    for file in files:
        file.close()


def test_what_was_seen_of_a_feed(file):
    seen = Seen(file)
    assert seen.feed("f") == Watched("f")
    seen.keep(Watched("f", "read", '"1"', "", 1.0, 2.0, 0))
    assert seen.feed("f").etag == '"1"'
    assert seen.tries("f", "e", "1") == 0
    seen.enter("f", "e", "1", 1.0, tries=1)
    assert seen.tries("f", "e", "1") == 1
    seen.enter("f", "e", "1", 1.0)
    assert seen.tries("f", "e", "1") is None
    assert seen.tries("f", "e", "2") == 0  # it says something else now
    seen.refresh("f", [], 1.0 + 181 * 86_400)
    assert seen.tries("f", "e", "1") == 0


def test_a_file_of_another_kind_is_told(path):
    path.write_text("no database " * 100)
    with pytest.raises(StoreError, match=r"news\.jobs\.sqlite"):
        JobFile(path)


def test_several_may_make_the_file_at_once(tmp_path):
    ready, made, failed = threading.Barrier(6), [], []

    def make(path):
        ready.wait()
        try:
            made.append(JobFile(path))
        except StoreError as error:
            failed.append(error)

    for number in range(10):
        threads = [threading.Thread(target=make, args=(tmp_path / f"{number}.sqlite",)) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    for file in made:
        file.close()
    assert failed == []
