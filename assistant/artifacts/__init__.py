"""Artifacts of a message: times, ids, error codes, requests, versions and stack traces, each with its place."""

from assistant.artifacts.artifact import Artifact, Kind
from assistant.artifacts.find import find_artifacts, unique

__all__ = ["Artifact", "Kind", "find_artifacts", "unique"]
