"""Learn again some time after the last correction: in the background, one at a time, in nobody's way."""

import time
from collections.abc import Callable
from threading import Condition, Thread

import structlog

log = structlog.get_logger()


class Background:
    """Runs `work` once it is quiet: `after_s` seconds after the last `ask`. 0 never runs it."""

    def __init__(self, work: Callable[[], None], *, after_s: float) -> None:
        self._work = work
        self._after_s = after_s
        self._due: float | None = None
        self._working = False
        self._closed = False
        self._thread: Thread | None = None
        self._changed = Condition()

    def ask(self) -> bool:
        """Something is to be learned; whether it will be, without anybody doing more."""
        if self._after_s <= 0:
            return False
        with self._changed:
            if self._closed:
                return False
            self._due = time.monotonic() + self._after_s
            if self._thread is None:
                # A daemon: what it writes is switched atomically, so a process that ends may cut it off.
                self._thread = Thread(target=self._run, name="triage-learning", daemon=True)
                self._thread.start()
            self._changed.notify_all()
            return True

    def close(self) -> None:
        """Begin nothing any more."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def wait(self, timeout_s: float) -> bool:
        """Until nothing is due and nothing is at work; whether it came to that."""
        with self._changed:
            return self._changed.wait_for(lambda: self._due is None and not self._working, timeout_s)

    def _run(self) -> None:
        while self._take():
            try:
                self._work()
            except Exception as exc:  # the thread must outlive any failure; nobody is there to be told
                log.error("triage.not_learned", error=type(exc).__name__, hint=getattr(exc, "hint", ""))
            with self._changed:
                self._working = False
                self._changed.notify_all()

    def _take(self) -> bool:
        """Wait until it has been quiet for long enough; False once closed."""
        with self._changed:
            while not self._closed:
                left = None if self._due is None else self._due - time.monotonic()
                if left is not None and left <= 0:
                    self._due, self._working = None, True
                    return True
                self._changed.wait(left)
            return False
