"""Weakenings of the guards: personal data, secrets, attacks, promises, links."""

from benchmarks.mutants.change import Change, Patch


def scrubber_off(patch: Patch) -> None:
    """Nothing that is found is masked."""
    patch.function("guardrails.scrub:_settled", lambda _: lambda *_args: [])


def emails_kept(patch: Patch) -> None:
    _without(patch, "EMAIL")


def persons_kept(patch: Patch) -> None:
    _without(patch, "PERSON")


def _without(patch: Patch, kind: str) -> None:
    def make(old: object) -> object:
        def settled(*args: object) -> object:
            return [hit for hit in old(*args) if hit.kind != kind]  # type: ignore[operator]

        return settled

    patch.function("guardrails.scrub:_settled", make)


CHANGES = (
    Change("scrubber_off", "guards", "a flag for debugging was left on", scrubber_off),
    Change("emails_kept", "guards", "a recogniser was taken out because it was slow", emails_kept),
    Change("persons_kept", "guards", "the name model did not load and nobody noticed", persons_kept),
)
