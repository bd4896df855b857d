"""Figures about requests, for Prometheus."""

from prometheus_client import (
    CollectorRegistry,
    Counter,
    GCCollector,
    Histogram,
    ProcessCollector,
    generate_latest,
)

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
"""Seconds."""


class Metrics:
    """The figures of one process. Routes are counted by their template, so series are few."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        GCCollector(registry=self._registry)
        labels = ("method", "route", "status")
        self._requests = Counter("milepost_requests", "Requests answered.", labels, registry=self._registry)
        self._seconds = Histogram(
            "milepost_request_seconds",
            "How long requests took.",
            labels[:2],
            registry=self._registry,
            buckets=BUCKETS,
        )
        self._counts: dict[tuple[str, str, int], Counter] = {}
        self._times: dict[tuple[str, str], Histogram] = {}

    def note(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one request."""
        count = self._counts.get((method, route, status))
        time = self._times.get((method, route))
        if count is None or time is None:
            named = method if method in METHODS else "other"
            count = self._requests.labels(named, route, status)
            time = self._seconds.labels(named, route)
            if named == method:
                self._counts[method, route, status] = count
                self._times[method, route] = time
        count.inc()
        time.observe(seconds)

    def text(self) -> bytes:
        """All figures in Prometheus's text format, version 0.0.4."""
        return generate_latest(self._registry)
