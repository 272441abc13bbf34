"""What is known of the photos that are open, by content and by colour; the rest is read."""

from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from gridsne_desktop.embedding.embedder import Embedding, embed
from gridsne_desktop.embedding.memory import ShowSquares, ShowThumbnail
from gridsne_desktop.embedding.mixture import mix
from gridsne_desktop.embedding.models import Model
from gridsne_desktop.embedding.network import CPU
from gridsne_desktop.embedding.palette import COLOUR, Palette
from gridsne_desktop.embedding.recolour import colour_thumbnails
from gridsne_desktop.embedding.tensor import Vector
from gridsne_desktop.library.cache import Cache
from gridsne_desktop.library.decode import Pixels
from gridsne_desktop.photo import Photo
from gridsne_desktop.progress import Run


class Known:
    """Vectors by photo, of one network at a time and of colour. One thread at a time."""

    def __init__(self, cache: Cache | None) -> None:
        self._cache = cache
        self._identity = ""
        self._contents: dict[Photo, Vector] = {}
        self._colours: dict[Photo, Vector] = {}

    def copy(self) -> "Known":
        """The same, for a thread of its own: what one learns the other does not know."""
        other = Known(self._cache)
        other._identity = self._identity
        other._contents, other._colours = dict(self._contents), dict(self._colours)
        return other

    def of(self, model: Model) -> dict[Photo, Vector]:
        """The vectors that `model` made; those of another network are forgotten."""
        if model is COLOUR:
            return self._colours
        if model.identity != self._identity:
            self._contents.clear()
            self._identity = model.identity
        return self._contents

    def forget_contents(self) -> None:
        """From now on something else computes them."""
        self._contents.clear()

    def forget_others(self, photos: Collection[Photo]) -> None:
        """Forget the photos that are not among `photos`."""
        kept = set(photos)
        for known in (self._contents, self._colours):
            for photo in known.keys() - kept:
                del known[photo]

    def embedding(
        self,
        photos: tuple[Photo, ...],
        *,
        model: Model,
        run: Run,
        provider: str = CPU,
        decode: Callable[[Path], Pixels] | None = None,
        with_colours: bool = False,
        on_read: Callable[[int, Pixels], None] | None = None,
        on_preview: Callable[[int, Pixels], None] | None = None,
        on_thumbnail: ShowThumbnail | None = None,
        on_squares: ShowSquares | None = None,
        on_known: Callable[[], None] | None = None,
        on_recalled: Callable[[], None] | None = None,
    ) -> Embedding:
        """The vectors of `photos` by `model`, as `embed` makes them; what it makes is known then.

        `with_colours` asks for those of the photos that are read now, too, so that `mixed` need
        not read them again; where there is a cache, it has them anyway.
        """
        if model is COLOUR and self._cache is not None:
            unknown = [photo for photo in photos if photo not in self._colours]
            colour_thumbnails(unknown, cache=self._cache, run=run)
        elif with_colours and self._cache is None:
            on_read = self._noting_colours(photos, on_read)
        return embed(
            photos,
            model=model,
            run=run,
            known=self.of(model),
            provider=provider,
            decode=decode,
            on_read=on_read,
            on_preview=on_preview,
            cache=self._cache,
            on_thumbnail=on_thumbnail,
            on_squares=on_squares,
            on_known=on_known,
            on_recalled=on_recalled,
        )

    def mixed(self, content: Embedding, *, share: float, run: Run) -> Embedding:
        """`content` with its photos' colours, mixed in by `share`; at 0 and 1 as it is.

        Raises:
            Cancelled: The run was cancelled.
        """
        if share in (0.0, 1.0):
            return content
        return mix(content, self.embedding(content.photos, model=COLOUR, run=run), share=share)

    def _noting_colours(
        self, photos: Sequence[Photo], on_read: Callable[[int, Pixels], None] | None
    ) -> Callable[[int, Pixels], None]:
        palette = Palette()

        def read(index: int, pixels: Pixels) -> None:
            self._colours[photos[index]] = palette.vector(pixels)
            if on_read is not None:
                on_read(index, pixels)

        return read
