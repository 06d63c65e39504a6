"""The tables. Every row carries `profile_id`; ids are never used again; times are aware UTC."""

from store.tables.access import attempts, handshakes, stand_ins
from store.tables.alerts import alert_cursors, alerts, deliveries
from store.tables.answers import placements, scores
from store.tables.campaigns import campaigns, notices, tasks
from store.tables.collected import brought, counters, posts, quarantine, search, sources, versions
from store.tables.columns import Moment, metadata
from store.tables.desk import journal, keys, sessions, users
from store.tables.duties import clock_events, contacts, links
from store.tables.exchange import imports, items
from store.tables.gates import leases, uses
from store.tables.incidents import answers, apart, incident_posts, incidents, proposals, steps
from store.tables.judged import assessments, flags, reviews
from store.tables.keeping import erased, marks
from store.tables.learnt import drifts, labels
from store.tables.places import gazetteer
from store.tables.registers import minute_tasks, pages, registers, samples
from store.tables.reports import indicators, inquiries, measures, reports, roadmaps

__all__ = [
    "Moment",
    "alert_cursors",
    "alerts",
    "answers",
    "apart",
    "assessments",
    "attempts",
    "brought",
    "campaigns",
    "clock_events",
    "contacts",
    "counters",
    "deliveries",
    "drifts",
    "erased",
    "flags",
    "gazetteer",
    "handshakes",
    "imports",
    "incident_posts",
    "incidents",
    "indicators",
    "inquiries",
    "items",
    "journal",
    "keys",
    "labels",
    "leases",
    "links",
    "marks",
    "measures",
    "metadata",
    "minute_tasks",
    "notices",
    "pages",
    "placements",
    "posts",
    "proposals",
    "quarantine",
    "registers",
    "reports",
    "reviews",
    "roadmaps",
    "samples",
    "scores",
    "search",
    "sessions",
    "sources",
    "stand_ins",
    "steps",
    "tasks",
    "users",
    "uses",
    "versions",
]
