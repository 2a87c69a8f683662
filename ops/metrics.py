"""Figures for Prometheus: requests as they are answered, and what the tables say at the moment of asking."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator

from django.db import Error
from django.http import HttpRequest, HttpResponse
from prometheus_client import REGISTRY, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from jobs.enums import JobState
from ops import health

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")

REQUESTS = Counter("xueshi_http_requests", "Requests answered.", ["route", "method", "status"])
LATENCY = Histogram(
    "xueshi_http_request_seconds",
    "Time from the request to its answer.",
    ["route", "method"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)


class RequestMetricsMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = time.perf_counter()
        response = self.get_response(request)
        # Names of routes and known methods only: a label for whatever visitors invent would grow without end.
        route = (request.resolver_match and request.resolver_match.view_name) or "none"
        method = request.method if request.method in METHODS else "other"
        LATENCY.labels(route, method).observe(time.perf_counter() - started)
        REQUESTS.labels(route, method, str(response.status_code)).inc()
        return response


class TableFigures(Collector):
    """Read anew at each collection, so that it makes no difference which process is asked."""

    def collect(self) -> Iterator[Metric]:
        try:
            seen = health.figures()
        except Error:
            yield _gauge("xueshi_database_up", "Whether the database answers.", 0)
            return
        yield _gauge("xueshi_database_up", "Whether the database answers.", 1)
        yield from _queue_metrics(seen)
        yield _gauge("xueshi_audit_unsealed_events", "Events written and not yet sealed.", seen.backlog.count)
        yield _gauge(
            "xueshi_audit_oldest_unsealed_seconds", "Age of the oldest of them.", seen.sealing_lag.total_seconds()
        )


def _queue_metrics(seen: health.Figures) -> Iterator[Metric]:
    queue = seen.queue
    jobs = GaugeMetricFamily("xueshi_jobs", "Jobs by state.", labels=["state"])
    for state in JobState.values:
        jobs.add_metric([state], queue.jobs_by_state.get(state, 0))
    yield jobs
    yield _gauge("xueshi_slices_waiting", "Slices that a worker could take.", queue.waiting_slices)
    yield _gauge("xueshi_oldest_slice_seconds", "How long the oldest of them waits.", queue.oldest_waiting_seconds)
    yield _gauge("xueshi_slice_rescues", "Slices taken over from a silent worker, so far.", queue.rescues)
    yield _gauge("xueshi_parked_items", "Items set aside after five failures.", queue.parked)
    yield _gauge("xueshi_workers", "Workers that gave a sign of life lately.", queue.workers)
    yield _gauge("xueshi_schedulers", "Schedulers that gave a sign of life lately.", queue.schedulers)


def _gauge(name: str, documentation: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, documentation, value=value)


def exposition() -> bytes:
    """All metrics in the text format. Under gunicorn the figures of all its workers are added up."""
    tables = CollectorRegistry()
    tables.register(TableFigures())
    requests: CollectorRegistry = REGISTRY
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        requests = CollectorRegistry()
        MultiProcessCollector(requests)  # type: ignore[no-untyped-call]
    return generate_latest(requests) + generate_latest(tables)
