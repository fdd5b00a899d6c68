"""What the style of an HTML page does to its text: whether a reader sees it, and why not.

    elements + <style> rules + style="..." -> for each element how it is shown

Only what decides whether text is seen is looked at, as a screen of 1280 by 800 would show it. In
doubt text is hidden; where even that cannot be said, the page cannot be judged. tinycss2 reads
the style and cssselect2 the selectors: both are those of WeasyPrint.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import tinycss2
from cssselect2 import ElementWrapper, Matcher, SelectorError, compile_selector_list
from tinycss2.color4 import parse_color

from ingest.findings import CannotJudge, FindingKind
from lrt_search.language import N_

Colour = tuple[float, float, float]
Properties = Mapping[str, str]

_SCREEN = {"width": 1280.0, "height": 800.0}  # pixels
_FONT_SIZE = 16.0  # pixels, where nothing else is said
# Less than this is not seen: the height of a letter, the difference of a colour from its ground.
_SMALLEST = 2.0  # pixels
_NEAREST = 32 / 255
_FAR = 500.0  # pixels beyond an edge
_CLOSE = -3.0  # pixels between letters that then lie upon each other
# How deep a variable may lead to another.
_MAX_VARIABLES = 10

_UNITS = {"px": 1, "pt": 96 / 72, "pc": 16, "in": 96, "cm": 96 / 2.54, "mm": 9.6 / 2.54, "q": 0.945}
_KEYWORDS = {
    "xx-small": 9.0,
    "x-small": 10.0,
    "small": 13.0,
    "medium": 16.0,
    "large": 18.0,
    "x-large": 24.0,
    "xx-large": 32.0,
    "xxx-large": 48.0,
}
_NUMBER = re.compile(r"^([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)([a-z%]*)$")
_LENGTH = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)[a-z%]*")
_VARIABLE = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,((?:[^()]|\([^()]*\))*))?\)")
_WIDE_KEYWORDS = {"inherit", "unset", "revert", "revert-layer"}
_NOTHING = {"none", "normal", "auto", "initial", "unset", "inherit", "revert", ""}
_AS_IT_WAS = {*_NOTHING, "1", "100%"}  # of a scale
# Whatever these are set to, the text may be gone; they are seldom set on text at all.
_DOUBTFUL = (
    *("clip", "clip-path", "mask", "mask-image", "-webkit-mask", "-webkit-mask-image", "filter"),
    *("-webkit-filter", "transform", "-webkit-transform", "-ms-transform", "scale", "translate"),
    *("rotate", "zoom", "content", "-webkit-text-security", "offset-path", "contain"),
)
_SIDES = ("top", "right", "bottom", "left")
# Properties that a rule must have to be of interest.
_LOOKED_AT = {
    *_DOUBTFUL,
    *_SIDES,
    *(
        "display",
        "visibility",
        "content-visibility",
        "opacity",
        "all",
        "font",
        "font-size",
        "color",
    ),
    *("-webkit-text-fill-color", "background", "background-color", "background-image", "position"),
    *("inset", "text-indent", "margin", "letter-spacing", "line-height", "white-space"),
    *("overflow", "overflow-x", "overflow-y", "width", "height", "max-width", "max-height"),
    *("text-decoration", "text-decoration-thickness", "text-decoration-line", "outline-offset"),
    *("line-clamp", "-webkit-line-clamp"),
    *("grid-area", "grid-row", "grid-column", "grid-row-start", "grid-column-start"),
    *(f"margin-{side}" for side in _SIDES),
}
# Where a side or a size is called by the way that text runs.
_FLOWING = {
    **{"inline-size": "width", "block-size": "height"},
    **{"max-inline-size": "max-width", "max-block-size": "max-height"},
    **{"inset-inline-start": "left", "inset-inline-end": "right"},
    **{"inset-block-start": "top", "inset-block-end": "bottom"},
    **{"inset-inline": "left", "inset-block": "top"},
    **{"margin-inline-start": "margin-left", "margin-inline-end": "margin-right"},
    **{"margin-block-start": "margin-top", "margin-block-end": "margin-bottom"},
    **{"margin-inline": "margin-left", "margin-block": "margin-top"},
    **{"overflow-inline": "overflow-x", "overflow-block": "overflow-y"},
}
_LOOKED_AT |= _FLOWING.keys()
_WHITE, _BLACK = {"canvas", "window", "field"}, {"canvastext", "windowtext", "fieldtext"}
# What a browser makes of these depends on the machine.
_OF_THE_SYSTEM = re.compile(
    r"(?:button|highlight|selecteditem|mark|accentcolor|gray|link|visited|active|inactive|caption|"
    r"menu|info|scrollbar|threed|appworkspace|background|desktop|-)[a-z-]*$"
)
_THICK = 4.0  # pixels: a line through letters that covers them
_COLOURS = {"color", "background-color", "-webkit-text-fill-color"}
# The words that these may have; a browser passes others over.
_VALUES = {
    "display": set(
        "none contents block inline inline-block flex inline-flex grid inline-grid table list-item "
        "inline-table table-row table-cell table-row-group table-header-group table-footer-group "
        "table-column table-column-group table-caption flow-root flow ruby ruby-base ruby-text "
        "ruby-text-container math -webkit-box -webkit-inline-box -webkit-flex "
        "-webkit-inline-flex".split()
    ),
    "visibility": {"visible", "hidden", "collapse"},
    "content-visibility": {"visible", "hidden", "auto"},
    "position": {"static", "relative", "absolute", "fixed", "sticky", "-webkit-sticky"},
    **dict.fromkeys(
        ("overflow", "overflow-x", "overflow-y"),
        {"visible", "hidden", "clip", "scroll", "auto", "overlay"},
    ),
}
_FONTS = {"caption", "icon", "menu", "message-box", "small-caption", "status-bar"}
_GROUNDS = set(
    "none repeat repeat-x repeat-y no-repeat space round scroll fixed local left right top bottom "
    "center cover contain auto border-box padding-box content-box text /".split()
)
_LENGTHS = {
    *_SIDES,
    *("width", "height", "max-width", "max-height", "text-indent", "letter-spacing"),
    *("line-height", "margin-left", "margin-right", "margin-top", "margin-bottom"),
}
# What a pseudo-element does to the text of the element itself.
_OF_TEXT = {"first-line", "first-letter"}


@dataclass(frozen=True, slots=True)
class Look:
    """How an element is shown.

    Attributes:
        hidden: Why its text is not seen; None where it is. An element in it is hidden too,
            unless ``is_back`` says that it shows itself again.
        is_back: Whether it would be seen in an element that is only "visibility: hidden".
        size: Height of its letters, in pixels.
        colour: Of its letters, each part from 0 to 1.
        alpha: How opaque its letters are, 0 to 1, with all that it stands in.
        ground: What is behind them.
        overlays: Whether it may lie upon other text and is not transparent.
        variables: The custom properties that hold in it.
    """

    hidden: FindingKind | None = None
    is_back: bool = False
    size: float = _FONT_SIZE
    colour: Colour = (0.0, 0.0, 0.0)
    alpha: float = 1.0
    text_alpha: float = 1.0
    ground: Colour = (1.0, 1.0, 1.0)
    overlays: bool = False
    clipped: bool = False
    variables: tuple[tuple[str, str], ...] = ()

    @property
    def kind(self) -> FindingKind | None:
        """Why text in this look is not seen; None where it is."""
        if self.hidden:
            return self.hidden
        if self.size < _SMALLEST:
            return FindingKind.TINY_TEXT
        seen = self.alpha * self.text_alpha
        if seen * max(abs(a - b) for a, b in zip(self.colour, self.ground, strict=True)) < _NEAREST:
            return FindingKind.SAME_COLOUR_TEXT
        return None


PLAIN = Look()


class Styles:
    """The rules of a page."""

    def __init__(self, sheets: Sequence[tuple[str, str]]) -> None:
        """Read style sheets.

        Args:
            sheets: Media and text of each <style>, in the order of the page.

        Raises:
            CannotJudge: one has a selector that cannot be read, and it may hide text.
        """
        self._sure, self._doubtful, self._made = Matcher(), Matcher(), Matcher()
        self.has_doubts = False
        self._order = 0
        for media, text in sheets:
            applies = _media_applies(media)
            if applies is not False:
                rules = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
                self._read(rules, is_sure=applies is True)

    def _read(self, rules: Sequence[Any], *, is_sure: bool) -> None:
        for rule in rules:
            if rule.type == "qualified-rule":
                self._add(rule, is_sure=is_sure)
            elif rule.type == "at-rule" and rule.content is not None:
                self._read_group(rule, is_sure=is_sure)
            elif rule.type == "at-rule" and "data:" in tinycss2.serialize(rule.prelude).lower():
                raise CannotJudge(N_("a style sheet in a data address"))

    def _read_group(self, rule: Any, *, is_sure: bool) -> None:
        keyword = rule.lower_at_keyword
        if keyword == "media":
            applies = _media_applies(tinycss2.serialize(rule.prelude))
            if applies is False:
                return
            is_sure = is_sure and applies is True
        elif keyword in {"supports", "layer", "container", "scope", "starting-style"}:
            is_sure = False
        else:
            return  # Fonts, pages, animations.
        inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
        self._read(inner, is_sure=is_sure)

    def _add(self, rule: Any, *, is_sure: bool) -> None:
        declared = list(_declarations(rule.content))
        if not any(name in _LOOKED_AT or name.startswith("--") for name, _, _ in declared):
            return
        try:
            selectors = compile_selector_list(rule.prelude)
        except SelectorError:
            # A browser that knows it may apply it; those of one browser's own parts are harmless.
            prelude = tinycss2.serialize(rule.prelude)
            if any(map(_may_hide, declared)) and not re.search(r":-(?:webkit|moz|ms|o)-", prelude):
                raise CannotJudge(N_("a selector that cannot be read")) from None
            return
        for selector in selectors:
            self._order += 1
            if selector.pseudo_element and selector.pseudo_element not in _OF_TEXT:
                selector.pseudo_element = None
                self._made.add_selector(selector, (self._order, declared))
                continue
            sure = is_sure and not selector.pseudo_element
            self.has_doubts |= not sure
            payload = (self._order, declared)
            selector.pseudo_element = None
            if sure:
                self._sure.add_selector(selector, payload)
            self._doubtful.add_selector(selector, payload)

    def looks(
        self, element: ElementWrapper, own: str, hints: Properties, above: Look, *, doubting: bool
    ) -> Look:
        """Return how an element is shown.

        Args:
            element: The element.
            own: What its attribute "style" says.
            hints: Properties that its other attributes stand for.
            above: How the element is shown that it stands in.
            doubting: Whether rules count that may or may not apply.
        """
        matcher = self._doubtful if doubting else self._sure
        ranked: list[tuple[tuple[Any, ...], str, str]] = []
        for specificity, _, _, (order, declared) in matcher.match(element):
            ranked += [
                ((important, 1, specificity, order), name, value)
                for name, value, important in declared
            ]
        ranked += [
            ((important, 2, (0, 0, 0), 0), name, value)
            for name, value, important in _declarations(own)
        ]
        properties = dict(hints)
        # An important rule of a sheet goes before what the element itself says plainly.
        for _, name, value in sorted(ranked, key=lambda one: one[0]):
            properties |= _longhands(name, value)
        look = _look(properties, above)
        return replace(look, overlays=True) if self._covers(element) else look

    def _covers(self, element: ElementWrapper) -> bool:
        """Whether the style puts a box of its own before or after the text, and perhaps over it."""
        properties: dict[str, str] = {}
        for _, _, _, (_, declared) in self._made.match(element):
            for name, value, _ in declared:
                properties |= _longhands(name, value)
        return bool(properties) and _look(properties, PLAIN).overlays


# --- Reading a sheet ---------------------------------------------------------------------------


def _declarations(content: Any) -> Iterator[tuple[str, str, bool]]:
    for item in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
        if item.type == "declaration":
            name = item.name if item.name.startswith("--") else item.lower_name
            value = tinycss2.serialize([t for t in item.value if t.type != "comment"])
            value = " ".join(value.split()).lower()
            if _is_valid(_FLOWING.get(name, name), value):
                yield name, value, item.important
        elif item.type in {"qualified-rule", "at-rule"}:
            raise CannotJudge(N_("a rule within a rule"))


def _is_valid(name: str, value: str) -> bool:
    """Whether a browser takes a declaration; one that it does not know leaves the one before it."""
    if value in _WIDE_KEYWORDS or value == "initial" or "var(" in value:
        return True
    if name in _COLOURS:
        is_known = parse_color(value) is not None or value in _WHITE | _BLACK
        is_bare = re.fullmatch(r"[0-9a-f]{3}|[0-9a-f]{6}", value)
        return bool(is_known or is_bare or "(" in value or _OF_THE_SYSTEM.match(value))
    if name in _VALUES:
        return all(word in _VALUES[name] for word in value.split())
    if name == "font-size":
        return _font_size(value, PLAIN) is not None
    if name == "opacity":
        return bool(_NUMBER.match(value)) or "(" in value
    if name in {"margin", "inset"}:
        return all(_is_valid("top", word) for word in _words(value))
    if name == "font":
        parts = re.split(r"[\s/]+", value)
        return value in _FONTS or any(_font_size(part, PLAIN) is not None for part in parts)
    if name == "background":
        return all(map(_is_of_ground, _words(value.replace(",", " "))))
    if name in _LENGTHS:
        is_known = value in {"auto", "none", "normal"} or value.endswith("-content")
        return is_known or "(" in value or _pixels(value, _FONT_SIZE, _FONT_SIZE) is not None
    return True


def _is_of_ground(word: str) -> bool:
    is_colour = _is_valid("background-color", word)
    return is_colour or word in _GROUNDS or _pixels(word.strip("/"), 1, 1) is not None


def _may_hide(declared: tuple[str, str, bool]) -> bool:
    name, value, _ = declared
    look = _look(_longhands(name, value), PLAIN)
    # Colours and places depend on what else is said.
    return look.kind is not None or name in {"color", "background", "background-color", "position"}


def _media_applies(media: str) -> bool | None:
    """Return whether a screen is meant; None where that depends on what is not known."""
    answers = [_query_applies(query.strip()) for query in media.lower().split(",")]
    if True in answers or not media.strip():
        return True
    return None if None in answers else False


def _query_applies(query: str) -> bool | None:
    if re.match(r"(?:only )?(?:print|speech|aural|tty|tv|handheld|projection|braille)\b", query):
        return False
    if not (query := re.sub(r"^(?:only )?(?:screen|all)\b(?: and )?", "", query).strip()):
        return True
    sides = re.findall(r"\((min|max)-(?:device-)?(width|height)\s*:\s*([^)]*)\)", query)
    if re.sub(r"\([^()]*\)|\band\b|\s", "", query) or query.count("(") != len(sides):
        return None
    for end, side, length in sides:
        size = _pixels(length, _FONT_SIZE)
        if size is None:
            return None
        if (size > _SCREEN[side]) if end == "min" else (size < _SCREEN[side]):
            return False
    return True


def _longhands(name: str, value: str) -> dict[str, str]:
    """Return a declaration by the properties that it sets."""
    parts = value.split() or [""]
    name = _FLOWING.get(name, name)
    if name == "all":
        raise CannotJudge(N_("a style that takes back all others"))
    if name == "overflow":
        return {"overflow-x": parts[0], "overflow-y": parts[-1]}
    if name in {"margin", "inset"}:
        four = [*parts, parts[1]] if len(parts) == 3 else (parts * 4)[:4]
        prefix = "margin-" if name == "margin" else ""
        return {f"{prefix}{side}": one for side, one in zip(_SIDES, four, strict=True)}
    if name == "background":
        colours = [one for one in _words(value) if parse_color(one) is not None]
        image = "url" if re.search(r"url\(|gradient\(|image", value) else "none"
        return {"background-color": colours[-1] if colours else "transparent", "background": image}
    if name == "background-image":
        return {"background": "none" if value in _NOTHING else "url"}
    if name == "font":
        sizes = [one for one in re.split(r"[\s/]+", value) if _font_size(one, PLAIN) is not None]
        # A weight of "400" has no unit.
        sized = [one for one in sizes if not one.isdigit() or one == "0"]
        return {"font-size": sized[0] if sized else "medium"}
    return {name: value}


def _words(value: str) -> list[str]:
    return re.findall(r"[^\s(]+\([^)]*\)|\S+", value)


def is_colour(text: str) -> bool:
    """Whether a text is a colour as an attribute has it."""
    return parse_color(text) is not None


# --- What it comes to --------------------------------------------------------------------------


def _look(properties: Properties, above: Look) -> Look:
    variables = dict(above.variables)
    variables |= {name: value for name, value in properties.items() if name.startswith("--")}
    values = {
        name: filled
        for name, value in properties.items()
        if (filled := _filled(value, variables)) is not None
    }
    return _shown(values, replace(above, variables=tuple(variables.items())))


def _filled(value: str, variables: Mapping[str, str]) -> str | None:
    """Return a value with its variables filled in; None where one is missing, as in a browser."""
    for _ in range(_MAX_VARIABLES):
        found = _VARIABLE.search(value)
        if not found:
            return None if "var(" in value else value
        name, instead = found.groups()
        filled = variables.get(name, instead)
        if filled is None:
            return None
        value = f"{value[: found.start()]}{filled.strip()}{value[found.end() :]}"
    return None


def _shown(values: Properties, above: Look) -> Look:
    size = _font_size(values.get("font-size", "inherit"), above)
    if size is None:
        size = above.size
    ground, is_filled = _ground(values, above)
    colour, text_alpha = _colour(values, above)
    alpha = above.alpha * _share(values.get("opacity", "1"))
    hidden = above.hidden
    visibility = values.get("visibility", "")
    is_back = hidden is not None and above.is_back and visibility in {"visible", "initial"}
    if is_back:
        hidden = None
    own = _hiding(values, size, clipped=above.clipped)
    by_visibility = visibility in {"hidden", "collapse"}
    if hidden is None:
        hidden = own or (FindingKind.INVISIBLE_TEXT if by_visibility else None)
        is_back = hidden is not None and own is None
    else:
        is_back = above.is_back and own is None
    return Look(
        hidden=hidden,
        is_back=is_back,
        size=size,
        colour=colour,
        alpha=alpha,
        text_alpha=text_alpha,
        ground=ground,
        overlays=is_filled and _is_moved(values, size),
        clipped=above.clipped or _clips(values),
        variables=above.variables,
    )


def _hiding(values: Properties, size: float, *, clipped: bool) -> FindingKind | None:
    if values.get("display") == "none" or values.get("content-visibility") == "hidden":
        return FindingKind.INVISIBLE_TEXT
    if any(_changes(name, values.get(name, "")) for name in _DOUBTFUL):
        return FindingKind.CUT_OFF_TEXT
    if (_pixels(values.get("letter-spacing", ""), size) or 0) < _CLOSE:
        return FindingKind.CUT_OFF_TEXT
    if _clips(values) and _is_cut(values, size):
        return FindingKind.CUT_OFF_TEXT
    height = values.get("line-height", "")
    # Without a unit it is so many times the size of the letters.
    lines = _share_of(height, size) if _is_number(height) else _pixels(height, size, whole=size)
    if (clipped or _clips(values)) and lines is not None and lines < _SMALLEST:
        return FindingKind.CUT_OFF_TEXT
    if _is_far(values, size):
        return FindingKind.OFF_PAGE_TEXT
    if _is_struck(values, size) or values.get("outline-offset", "").startswith(("-", "calc")):
        return FindingKind.COVERED_TEXT
    return None


def _changes(name: str, value: str) -> bool:
    return value not in (_AS_IT_WAS if name in {"zoom", "scale"} else _NOTHING)


def _is_struck(values: Properties, size: float) -> bool:
    """Whether a line goes through the letters that covers them."""
    said = [values.get(f"text-decoration{part}", "") for part in ("", "-line", "-thickness")]
    if not any("line-through" in one for one in said):
        return False
    lengths = [_pixels(one, size) for one in " ".join(said).split()]
    return any(length is not None and length >= _THICK for length in lengths)


def _is_number(text: str) -> bool:
    match = _NUMBER.match(text)
    return match is not None and not match[2]


def _share_of(text: str, size: float) -> float:
    return float(text) * size


def _clips(values: Properties) -> bool:
    return any(values.get(f"overflow-{side}") in {"hidden", "clip"} for side in "xy")


def _is_cut(values: Properties, size: float) -> bool:
    """Whether a box that clips is too small, or may be: text beyond its edge is not drawn."""
    sides = [values.get(name, "") for name in ("width", "height", "max-width", "max-height")]
    if any((length := _pixels(side, size)) is not None and length <= _SMALLEST for side in sides):
        return True
    if any(values.get(name, "") not in _NOTHING for name in ("line-clamp", "-webkit-line-clamp")):
        return True
    if values.get("white-space") in {"nowrap", "pre"} or any("(" in side for side in sides):
        return True
    # Nobody knows without drawing it whether its text has room in a height of its own.
    heights = (values.get("height", ""), values.get("max-height", ""))
    return any(
        height not in _NOTHING and "%" not in height and "v" not in height for height in heights
    )


def _is_far(values: Properties, size: float) -> bool:
    places = [values.get(name, "") for name in ("text-indent", "margin-left", "margin-top")]
    if values.get("position") in {"absolute", "fixed", "relative", "sticky"}:
        places += [values.get(side, "") for side in _SIDES]
    for place in places:
        for length in _LENGTH.findall(place):
            pixels = _pixels(length, size)
            if pixels is not None and (pixels <= -_FAR or pixels >= 10 * _FAR):
                return True
    return False


def _is_moved(values: Properties, size: float) -> bool:
    """Whether an element may lie where other text is."""
    if values.get("position") in {"absolute", "fixed", "sticky"}:
        return True
    if values.get("position") == "relative" and any(
        values.get(side, "auto") not in {*_NOTHING, "0", "0px"} for side in _SIDES
    ):
        return True
    if any(name.startswith("grid-") and value not in _NOTHING for name, value in values.items()):
        return True
    if any(_changes(name, values.get(name, "")) for name in ("transform", "translate", "scale")):
        return True
    return any((_pixels(values.get(f"margin-{side}", ""), size) or 0) < 0 for side in _SIDES)


def _ground(values: Properties, above: Look) -> tuple[Colour, bool]:
    """Return what is behind the text, and whether the element fills it."""
    is_image = values.get("background", "none") == "url"
    parsed = _parsed(values.get("background-color", "transparent"), above)
    if parsed is None:
        return above.ground, is_image
    colour, alpha = parsed
    return _over(colour, alpha, above.ground), is_image or alpha > 0.1


def _over(colour: Colour, alpha: float, ground: Colour) -> Colour:
    red, green, blue = (
        alpha * one + (1 - alpha) * under for one, under in zip(colour, ground, strict=True)
    )
    return red, green, blue


def _colour(values: Properties, above: Look) -> tuple[Colour, float]:
    text = values.get("-webkit-text-fill-color") or values.get("color", "inherit")
    parsed = None if text in _WIDE_KEYWORDS else _parsed(text, above)
    if parsed is None:
        return above.colour, above.text_alpha
    return parsed


def _parsed(text: str, above: Look) -> tuple[Colour, float] | None:
    """Return a colour and how opaque it is; None where a browser would pass it over.

    Raises:
        CannotJudge: it is a colour that newer browsers reckon out.
    """
    if text == "initial":
        text = "black"
    colour = parse_color(text)
    if colour == "currentcolor":
        return above.colour, above.text_alpha
    if text in _WHITE | _BLACK:
        return ((1.0, 1.0, 1.0) if text in _WHITE else (0.0, 0.0, 0.0)), 1.0
    if colour is None:
        # Without a doctype a browser takes "ffffff" for "#ffffff".
        is_bare = re.fullmatch(r"[0-9a-f]{3}|[0-9a-f]{6}", text)
        if is_bare or "(" in text or _OF_THE_SYSTEM.match(text):
            raise CannotJudge(N_("a colour that cannot be read"))
        return None
    red, green, blue = (min(1.0, max(0.0, part)) for part in colour.to("srgb").coordinates)
    return (red, green, blue), colour.alpha


def _share(text: str) -> float:
    match = _NUMBER.match(text)
    if not match:
        return 1.0 if text in _NOTHING else 0.0
    return min(1.0, max(0.0, float(match[1]) / (100 if match[2] == "%" else 1)))


def _font_size(text: str, above: Look) -> float | None:
    if text in _WIDE_KEYWORDS:
        return above.size
    if text in _KEYWORDS:
        return _KEYWORDS[text]
    if text in {"smaller", "larger"}:
        return above.size * (1.2 if text == "larger" else 1 / 1.2)
    if text == "initial":
        return _FONT_SIZE
    if "(" in text:
        return _reckoned(text, above.size)
    return _pixels(text, above.size, whole=above.size)


def _reckoned(text: str, size: float) -> float:
    """Return the least that a sum of lengths comes to; 0 where that is not easily said."""
    if re.search(r"\s-\s|[*/]|-\d", text):
        return 0.0
    found = [_pixels(length, size, whole=size) for length in _LENGTH.findall(text)]
    return min((length for length in found if length is not None), default=0.0)


def _pixels(text: str, size: float, whole: float | None = None) -> float | None:
    """Return a length in pixels; None where it is none, or not known.

    Args:
        text: For example "-9999px".
        size: Height of the letters, which "em" is counted in.
        whole: What a percentage is of; None where that is not known.
    """
    match = _NUMBER.match(text.strip())
    if not match:
        return None
    number, unit = float(match[1]), match[2]
    if unit == "":
        return number  # Pixels, for a page without a doctype.
    if unit == "%":
        return 0.0 if number == 0 else None if whole is None else number / 100 * whole
    if unit in _UNITS:
        return number * _UNITS[unit]
    if unit in {"em", "ex", "ch", "lh", "cap", "ic"}:
        return number * size * (0.5 if unit in {"ex", "ch"} else 1)
    if unit in {"rem", "rlh"}:
        return number * _FONT_SIZE
    if unit in {"vw", "vh", "vmin", "vmax", "dvh", "svh", "lvh", "dvw", "svw", "lvw"}:
        return number / 100 * _SCREEN["width" if unit in {"vw", "vmax", "dvw"} else "height"]
    return None
