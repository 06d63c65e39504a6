"""What the process that runs jobs and those that hand work over must call alike."""

import hashlib
import re
from pathlib import Path

from core.alerts import Way
from core.posts import Platform, SourceKey
from runtime.settings import Settings

APPLICATION = "mcu-monitor"
VERSION = "1"
"""Constant, so that an update of the program resumes what the former one left. Jobs say by their arguments what is to
be done and may run again, so only a change of a job's *steps* needs another one (the former's jobs then stay)."""
SCHEMAS, PLAIN = "jobs_", re.compile(r"[a-z0-9_]{1,48}")
FILE = "jobs.db"

IMPORT, COLLECT, SETTLE, TICK, CONTROL = "import_file", "collect_source", "settle", "tick", "control"
SEND, ASSESS = "send_alerts", "assess_share"
EVERY_MINUTE, EVERY_TEN_SECONDS = "* * * * *", "*/10 * * * * *"
"""Six fields: the first are the seconds."""

MINUTE = 60
READ_STEP, ASSESS_STEP, WEIGH_STEP, GROUP_STEP, REMIND_STEP = "read", "assess", "weigh", "group", "remind"
ALERT_STEP, READY_STEP, SEND_STEP = "alert", "ready", "send"
PROMISES_STEP, WATCH_STEP, LINKS_STEP, NOTICE_STEP = "promises", "watch", "links", "notice"
SHADE_STEP, DRIFT_STEP, VEIL_STEP = "shade", "drift", "veil"
SHARE_STEP, GATHER_STEP = "share", "gather"


def pace(settings: Settings) -> str:
    """How often the tick comes: each minute, and oftener only where sources are to be read oftener than that."""
    return EVERY_TEN_SECONDS if settings.collect_every < MINUTE else EVERY_MINUTE


def address(settings: Settings) -> str:
    """The address of DBOS's own tables: a file beside the embedded store, or the store's PostgreSQL database."""
    return f"sqlite:///{jobs_file(settings)}" if settings.is_sqlite else settings.database


def schema(profile: str) -> str:
    """The schema of a profile's job tables on a server: municipalities that share a database share no queue."""
    told = profile if PLAIN.fullmatch(profile) else hashlib.sha256(profile.encode()).hexdigest()[:16]
    return f"{SCHEMAS}{told}"


def jobs_file(settings: Settings) -> Path:
    """The file of the embedded queues."""
    return settings.home / FILE


def collect_queue(platform: Platform) -> str:
    """One queue a platform: its sources are read one after another."""
    return f"collect-{platform}"


def send_queue(channel: Way) -> str:
    """One queue a channel: a dead one blocks no other."""
    return f"alerts-{channel}"


def turns_of(profile: str, key: SourceKey) -> str:
    """What the ids of all jobs that read this source begin with; DBOS lets the ids of their children begin so too."""
    return f"{COLLECT}|{profile}|{key}|"
