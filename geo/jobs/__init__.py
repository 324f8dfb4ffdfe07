"""What is to be done and what was seen, in one small SQLite file beside the store: jobs, and the feeds that are watched."""

from geo.jobs.file import JobFile
from geo.jobs.lease import Lease
from geo.jobs.model import Done, Input, Item, Job, State
from geo.jobs.queue import Queue
from geo.jobs.seen import Seen, Watched

__all__ = ["Done", "Input", "Item", "Job", "JobFile", "Lease", "Queue", "Seen", "State", "Watched"]
