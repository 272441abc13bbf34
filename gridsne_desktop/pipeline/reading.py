"""The main job's longest stage: photos become vectors, while somebody may watch."""

from collections.abc import Callable
from contextlib import nullcontext

from gridsne_desktop.embedding.embedder import Embedding
from gridsne_desktop.embedding.known import Known
from gridsne_desktop.embedding.models import Model
from gridsne_desktop.embedding.palette import COLOUR
from gridsne_desktop.embedding.providers import Choice, choose, falling_back
from gridsne_desktop.embedding.shelf import find_model
from gridsne_desktop.layout.growing import Growing
from gridsne_desktop.library.animation import Animations
from gridsne_desktop.library.cache import Cache
from gridsne_desktop.library.scan import Scan
from gridsne_desktop.photo import Photo
from gridsne_desktop.progress import Run
from gridsne_desktop.settings import ArrangeSettings, Processor
from gridsne_desktop.watcher import (
    TakesPreviews,
    TakesSketches,
    TakesSquares,
    TakesThumbnails,
    TakesTurns,
    Unwatched,
    Watcher,
)


def model_of(settings: ArrangeSettings) -> Model:
    """Whose vectors `settings` wish."""
    return COLOUR if settings.colour == 1 else find_model(settings.model)


class Reading:
    """Reads photos, keeps their vectors, and mixes content and colour.

    Attributes:
        animations: Which of the photos read move.
        choice: What computes the vectors.
        growing: What shows the photos in order while they are read, if somebody wants that.
    """

    def __init__(self, cache: Cache | None) -> None:
        """Nothing is read."""
        self.animations = Animations(cache)
        self.choice = Choice()
        self.growing: Growing | None = None
        self._cache = cache
        self._known = Known(cache)
        self._read: Embedding | None = None

    @property
    def is_done(self) -> bool:
        """Whether all photos are read, by the model that was wished last."""
        return self._read is not None

    def count(self, settings: ArrangeSettings) -> int:
        """How many photos have their vector."""
        return len(self._known.of(model_of(settings)))

    def forget(self) -> None:
        """There may be other photos now; vectors of those that stay are known all the same."""
        self._read = None

    def forget_stale(self, settings: ArrangeSettings, earlier: ArrangeSettings) -> None:
        """Forget what `settings` no longer have any use for."""
        if settings.processor != earlier.processor:
            self._known.forget_contents()
            self._read = None
        if self._read is not None and model_of(settings) != model_of(earlier):
            self._read = None

    def forget_others(self, photos: tuple[Photo, ...]) -> None:
        """Forget what is known of photos that are not among these."""
        self._known.forget_others(photos)

    def read(
        self,
        photos: tuple[Photo, ...],
        *,
        settings: ArrangeSettings,
        run: Run,
        watcher: Watcher,
        may_sketch: bool,
    ) -> Embedding:
        """The vectors of `photos` by which `settings` arrange them."""
        if self._read is None:
            growing = self._growth(photos, settings, watcher) if may_sketch else None
            model = model_of(settings)
            processor = Processor.CPU if model is COLOUR else Processor(settings.processor)
            self.choice = choose(model, processor=processor, cache=self._cache, run=run)
            work = self._work(photos, settings, run, watcher, growing)
            with growing or nullcontext():
                self._read = falling_back(self.choice, work, on_failure=self._begin_anew)
        return self._known.mixed(self._read, share=settings.colour, run=run)

    def partial(self, found: Scan, *, settings: ArrangeSettings, run: Run) -> Embedding:
        """The embedding of only those photos whose vectors are known."""
        known = self._known.of(model_of(settings))
        photos = tuple(photo for photo in found.photos if photo in known)
        read = self._known.embedding(
            photos, model=model_of(settings), run=Run(), provider=self.choice.provider
        )
        return self._known.mixed(read, share=settings.colour, run=run)

    def known_of(
        self, photos: tuple[Photo, ...], *, settings: ArrangeSettings, run: Run
    ) -> Embedding:
        """The vectors by which `settings` arrange photos that were read here."""
        return _again(self._known, photos, settings, run, self.choice.provider)

    def reader_of(
        self, photos: tuple[Photo, ...], *, settings: ArrangeSettings
    ) -> Callable[[Run], Embedding]:
        """What gives the vectors by which `settings` arrange photos that were read here.

        It may be called on a thread of its own: it takes with it what is known by now. Ask for it
        while nothing is arranged.
        """
        known, provider = self._known.copy(), self.choice.provider
        return lambda run: _again(known, photos, settings, run, provider)

    def _work(
        self,
        photos: tuple[Photo, ...],
        settings: ArrangeSettings,
        run: Run,
        watcher: Watcher,
        growing: Growing | None,
    ) -> Callable[[str], Embedding]:
        """What reads all photos with a provider, and tells the watcher what it takes."""
        # Nobody watching needs no thumbnail read.
        on_read = None if isinstance(watcher, Unwatched) else watcher.photo_read
        on_squares = None
        if isinstance(watcher, TakesSquares) and watcher.wants_squares:
            on_squares = watcher.squares_read

        def work(provider: str) -> Embedding:
            return self._known.embedding(
                photos,
                model=model_of(settings),
                run=run,
                provider=provider,
                decode=self.animations.decode,
                with_colours=settings.colour > 0,
                on_read=on_read,
                on_preview=watcher.preview_read if isinstance(watcher, TakesPreviews) else None,
                on_thumbnail=(
                    watcher.thumbnail_read if isinstance(watcher, TakesThumbnails) else None
                ),
                on_squares=on_squares,
                on_recalled=watcher.known_shown if isinstance(watcher, TakesTurns) else None,
                on_known=growing.look if growing is not None else None,
            )

        return work

    def _growth(
        self, photos: tuple[Photo, ...], settings: ArrangeSettings, watcher: Watcher
    ) -> Growing | None:
        """What shows the photos in order while they are read, to whoever wants that."""
        earlier, self.growing = self.growing, None
        if isinstance(watcher, TakesSketches) and watcher.wants_sketches:
            self.growing = Growing(
                photos,
                self._known.of(model_of(settings)),
                watcher.photos_sketched,
                settings=settings,
                after=earlier,
            )
        return self.growing

    def _begin_anew(self, choice: Choice) -> None:
        self.choice = choice
        self._known.forget_contents()


def _again(
    known: Known, photos: tuple[Photo, ...], settings: ArrangeSettings, run: Run, provider: str
) -> Embedding:
    content = known.embedding(photos, model=model_of(settings), run=run, provider=provider)
    return known.mixed(content, share=settings.colour, run=run)
