"""The diagram of the model as SVG: alone, or within the page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ivig_kg.draw import wrapped
from ivig_kg.pages import Html, fill, joined
from ivig_kg.reference.layout import LINE, PAD, Box, Lane, arrange
from ivig_kg.reference.links import Node, nodes_of
from ivig_kg.reference.model import Reference

__all__ = ["diagram_style", "heading", "in_words", "to_svg"]

_TEMPLATE = "diagram.svg"
_TONES = ("tone-a", "tone-b", "tone-c", "tone-d")
_LEGEND = (
    "A box is a class, with the classes below it. A line leads from the properties of a box to "
    "the class of their values."
)
_BASELINE = 5  # from the middle of a line down to its baseline


def to_svg(reference: Reference, *, styled: bool = True) -> Html:
    """Return the diagram, with title, version and disclaimer on it.

    Args:
        reference: the ontology as values.
        styled: whether it carries its style in itself; else the page has ``diagram_style``.
    """
    nodes = nodes_of(reference)
    width = arrange(nodes).width
    texts = list(_texts(reference, width))
    picture = arrange(nodes, top=LINE * len(texts) + PAD)
    tones = {lane.target: _TONES[n % len(_TONES)] for n, lane in enumerate(picture.lanes)}
    return _block(
        "picture",
        width=picture.width,
        height=picture.height,
        title=heading(reference),
        told=" ".join([*in_words(nodes), reference.header.disclaimer]),
        style=_block("styled", style=diagram_style()) if styled else Html(),
        lanes=joined(_lane(lane, tones[lane.target]) for lane in picture.lanes),
        boxes=joined(_box(box, tones) for box in picture.boxes),
        texts=joined(
            _block("text", x=16, y=PAD + LINE * n, kind=kind, text=text)
            for n, (text, kind) in enumerate(texts, 1)
        ),
    )


def diagram_style() -> Html:
    """Return the style of the diagram."""
    return _block("style")


def heading(reference: Reference) -> str:
    """Return what the diagram is called."""
    return f"Model of: {reference.header.title}"


def in_words(nodes: Sequence[Node]) -> Iterator[str]:
    """Yield a sentence for each line of the diagram."""
    for node in nodes:
        for link in node.links:
            yield f"{node.label} → {link.label}: {', '.join(link.names)}."


def _texts(reference: Reference, width: int) -> Iterator[tuple[str, str]]:
    header, room = reference.header, width - 4 * PAD
    version = (
        f"Ontology version {header.version or 'not stated'}; content version "
        f"{header.content_version or 'not stated'}, SHA-256 {header.content_digest[:12]}"
    )
    told = ((heading(reference), "d-title"), (version, ""), (header.disclaimer, "d-title"))
    for text, kind in (*told, (_LEGEND, "d-muted")):
        yield from ((line, kind) for line in wrapped(text, room))


def _block(block: str, /, **values: str | int) -> Html:
    return fill(_TEMPLATE, block, **values)


def _lane(lane: Lane, tone: str) -> Html:
    (x, y), heights = lane.end, [lane.end[1], *(start[1] for start in lane.starts)]
    path = [f"M{lane.x} {min(heights)}V{max(heights)}", f"M{lane.x} {y}H{x - 8}"]
    path += [f"M{start} {height}H{lane.x}" for start, height in lane.starts]
    inner = {height for _, height in lane.starts} - {min(heights), max(heights)}
    return _block(
        "lane",
        tone=tone,
        path="".join(path),
        tip=f"M{x} {y}l-9 -4.5v9z",
        dots=joined(_block("dot", x=lane.x, y=height) for height in sorted(inner)),
    )


def _box(box: Box, tones: Mapping[str, str]) -> Html:
    return _block(
        "box",
        x=box.x,
        y=box.y,
        width=box.width,
        height=box.height,
        texts=joined([*_head(box), *_rows(box, tones)]),
    )


def _head(box: Box) -> Iterator[Html]:
    y = box.entry + _BASELINE
    told = [(line, "d-title") for line in box.title] + [(line, "d-muted") for line in box.kinds]
    for n, (text, kind) in enumerate(told):
        yield _block("text", x=box.x + PAD, y=y + LINE * n, kind=kind, text=text)


def _rows(box: Box, tones: Mapping[str, str]) -> Iterator[Html]:
    for row in box.rows:
        first = row.y - LINE * (len(row.lines) - 1)
        rule = first - LINE // 2 - PAD // 2
        yield _block("rule", x=box.x, end=box.x + box.width, y=rule)
        for n, (text, target) in enumerate(row.lines):
            y = first + LINE * n + _BASELINE
            if target:
                tone = tones.get(row.link.target, "")
                yield _block("row", x=box.x + PAD, y=y, text=text, target=target, tone=tone)
            else:
                yield _block("text", x=box.x + PAD, y=y, kind="", text=text)
