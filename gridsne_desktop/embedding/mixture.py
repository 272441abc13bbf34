"""Content and colour in one vector, weighed as the person wishes."""

from typing import Final

import numpy as np

from gridsne_desktop.embedding.embedder import Embedding
from gridsne_desktop.embedding.tensor import Vectors

NOTHING: Final = 1e-9
"""Mean squared distance that is only rounding: such vectors tell no photo from another."""


def mix(content: Embedding, colours: Embedding, *, share: float) -> Embedding:
    """The photos that both have, by content as far as 1 − `share` and by colour as far as `share`.

    Squared distances are (1 − share) · d²/D² of the contents plus the same, with `share`, of the
    colours, where D² is the mean over all pairs; then all are scaled alike, to rows of length 1.
    At 0 and 1 it is the one or the other, to the bit.

    Args:
        content: What a model made of the photos.
        colours: Their colours.
        share: From 0, only content, to 1, only colour.
    """
    if share in (0.0, 1.0):
        return colours if share else content
    both = set(content.photos) & set(colours.photos)
    rows = {photo: row for row, photo in enumerate(colours.photos)}
    photos = tuple(photo for photo in content.photos if photo in both)
    of_content = content.vectors[[row for row, p in enumerate(content.photos) if p in both]]
    of_colour = colours.vectors[[rows[photo] for photo in photos]]
    weights = np.array([_weight(of_content, 1 - share), _weight(of_colour, share)])
    if not weights.any():
        weights = np.array([1 - share, share])
    factors = np.sqrt(weights / weights.sum()).astype(np.float32)
    vectors = np.hstack([of_content * factors[0], of_colour * factors[1]])
    known = {problem.path for problem in content.problems}
    others = tuple(problem for problem in colours.problems if problem.path not in known)
    return Embedding(photos, vectors, content.problems + others)


def _weight(vectors: Vectors, share: float) -> float:
    """What squared distances are multiplied by, so that their mean is `share`; 0: all are 0.

    Between rows of length 1, d² is 2 − 2 cos, and the mean of cos is the mean vector's square.
    """
    n = len(vectors)
    if n < 2:
        return 0.0
    mean = vectors.mean(axis=0, dtype=np.float64)
    spread = 2 * (1 - float(mean @ mean)) * n / (n - 1)
    return share / spread if spread > NOTHING else 0.0
