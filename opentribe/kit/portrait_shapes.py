"""The parts that portraits are put together from."""

from __future__ import annotations

# In all shapes below a single capital stands for a colour that `draw` fills in: H hair, C hat or scarf, T shirt,
# F face, S its shade, K cheeks, W brows, I ink, G rims of glasses, B backdrop.
# Hair has a part behind the head and a part in front of it.
HAIR: dict[str, tuple[str, str]] = {
    "crop": (
        "",
        '<path d="M15.6 29C13.4 14.5 21 8 32 8s18.6 6.5 16.4 21c-1.4-5-3.2-8.2-6-10.6-6.6 2-14.2 2-20.8 0-2.8 '
        '2.4-4.6 5.6-6 10.6z" fill="H"/>',
    ),
    "swept": (
        "",
        '<path d="M15.6 29c-3-12 3.5-20 13-21.5C38 5.5 50.5 9 48.4 29c-1.2-5.5-3.2-8.5-6.4-11-5.5 3.6-13.5 '
        '4.6-20.6 3-2.6 1.8-4.6 4.2-5.8 8z" fill="H"/>',
    ),
    "quiff": (
        "",
        '<path d="M15.8 27c-1.6-8 1-12.5 4.2-14.5C22 6 32 3.5 41 6.5c5.5 2 9.5 8 7.2 20.5-1-4-2.6-7-5.2-9-4.5 '
        '1-7.5-.5-10-3-3.5 3-8 4-11.5 3.5-3 2-4.7 4.5-5.7 8.5z" fill="H"/>',
    ),
    "curls": (
        "",
        '<g fill="H"><circle cx="18" cy="21" r="5.5"/><circle cx="21.5" cy="14" r="6"/><circle cx="29" cy="10.5" '
        'r="6.4"/><circle cx="37" cy="11" r="6.2"/><circle cx="43.5" cy="15.5" r="5.8"/><circle cx="46" cy="22" '
        'r="5"/><path d="M20 20c4-6 20-6 24 0l-4-8H24z"/></g>',
    ),
    "afro": (
        '<circle cx="32" cy="23" r="21.5" fill="H"/>',
        '<path d="M15.6 28C15 15 22.5 9.5 32 9.5S49 15 48.4 28c-3-6.5-9-9.5-16.4-9.5S18.6 21.5 15.6 28z" fill="H"/>',
    ),
    "bun": (
        '<circle cx="32" cy="7.5" r="7" fill="H"/>',
        '<path d="M15.6 29C14 15 21.5 9 32 9s18 6 16.4 20c-2.4-6-8-10.5-16.4-11-8.4.5-14 5-16.4 11z" fill="H"/>',
    ),
    "bob": (
        '<path d="M11.5 42c-1-8-.5-13 .5-18C14 12.5 22 7 32 7s18 5.5 20 17c1 5 1.5 10 .5 18-1.5 3-39.5 3-41 0z" '
        'fill="H"/>',
        '<path d="M16 28c-1-12 6-18 16-18s17 6 16 18c-1.5-4-3-5.5-5-6.5-7 1-15 1-22 0-2 1-3.5 2.5-5 6.5z" fill="H"/>',
    ),
    "long": (
        '<path d="M11 60c-2-14-1.5-26 1-36C14.5 12 22 7 32 7s17.5 5 20 17c2.5 10 3 22 1 36z" fill="H"/>',
        '<path d="M15.6 30C14 15 21.5 9 32 9s18 6 16.4 21C45 26 39 23 33.5 15.5 30 22 22 27 15.6 30z" fill="H"/>',
    ),
    "waves": (
        '<g fill="H"><circle cx="15" cy="28" r="6"/><circle cx="13" cy="37" r="6.5"/><circle cx="15.5" cy="46" '
        'r="6"/><circle cx="49" cy="28" r="6"/><circle cx="51" cy="37" r="6.5"/><circle cx="48.5" cy="46" r="6"/>'
        '<path d="M14 30C13 14 21 7 32 7s19 7 18 23z"/></g>',
        '<path d="M15.6 30c-1-13 5-20 15-20.5C42 9 49.5 16 48.4 30 46 23 40 19.5 27 17c-3 5-8 8-11.4 13z" fill="H"/>',
    ),
    "braids": (
        '<g fill="H"><path d="M14 30C13 14 21 7 32 7s19 7 18 23z"/><path d="M12 28h6v28q-3 4-6 0zM46 28h6v28q-3 '
        '4-6 0z"/></g><path d="M12 52h6v3h-6zM46 52h6v3h-6z" fill="C"/>',
        '<path d="M15.6 29C14 15 21.5 9 32 9s18 6 16.4 20C45 22.5 39 18 32 12.5 25 18 19 22.5 15.6 29z" fill="H"/>',
    ),
    "bald": ("", ""),
    "fringe_bald": (
        "",
        '<path d="M15.4 31c-1-5-.6-9 1.2-12l2 1.5c-.8 3-1.6 6-1.6 9zM48.6 31c1-5 .6-9-1.2-12l-2 1.5c.8 3 1.6 6 '
        '1.6 9z" fill="H"/>',
    ),
    "beanie": (
        "",
        '<path d="M15.5 24C15 12.5 22 6.5 32 6.5S49 12.5 48.5 24z" fill="C"/><rect x="13.5" y="19.5" width="37" '
        'height="6.5" rx="3.2" fill="C"/><rect x="13.5" y="19.5" width="37" height="6.5" rx="3.2" fill="#000" '
        'opacity=".16"/>',
    ),
    "scarf": (
        '<path d="M11 34C10 17 19 6.5 32 6.5S54 17 53 34c-.5 9-3 15-5 20H16c-2-5-4.5-11-5-20z" fill="C"/>',
        '<path d="M16 33C14.5 17 22 11.5 32 11.5S49.5 17 48 33C51 14 43 6.5 32 6.5S13 14 16 33z" fill="C"/><path '
        'd="M15 40c4 7.5 10 9.5 17 9.5S45 47.5 49 40c3 9 1 15-4 18-8 2.5-18 2.5-26 0-5-3-7-9-4-18z" fill="C"/>'
        '<path d="M18 47c7 6 20 7 29 0" fill="none" stroke="#000" stroke-opacity=".14" stroke-width="1.6"/>',
    ),
}

EYES = {
    "round": '<circle cx="25.5" cy="30.5" r="2"/><circle cx="38.5" cy="30.5" r="2"/>',
    "bright": (
        '<ellipse cx="25.5" cy="30.5" rx="2" ry="2.5"/><ellipse cx="38.5" cy="30.5" rx="2" ry="2.5"/><g '
        'fill="#fff"><circle cx="26.2" cy="29.7" r=".7"/><circle cx="39.2" cy="29.7" r=".7"/></g>'
    ),
    "smiling": (
        '<path d="M22.8 31.3q2.7-3.6 5.4 0M35.8 31.3q2.7-3.6 5.4 0" fill="none" stroke="I" stroke-width="1.8" '
        'stroke-linecap="round"/>'
    ),
}
MOUTHS = {
    "smile": '<path d="M26.5 38.3q5.5 5 11 0" fill="none" stroke="I" stroke-width="1.8" stroke-linecap="round"/>',
    "laugh": (
        '<path d="M26 37.5h12c0 4.2-2.6 6.3-6 6.3s-6-2.1-6-6.3z" fill="#7A2E2E"/><path d="M26.4 37.5h11.2q0 2-1.6 '
        '2h-8q-1.6 0-1.6-2z" fill="#fff"/>'
    ),
    "grin": '<path d="M27.5 38.8q5 3.4 9.5-.8" fill="none" stroke="I" stroke-width="1.8" stroke-linecap="round"/>',
}
BEARDS = {
    "full": (
        '<path d="M16.2 29c-.8 13 5.3 19.5 15.8 19.5S48.6 42 47.8 29c-1.4 5-3.6 7-7.3 7.2-3-1.8-14-1.8-17 '
        '0-3.7-.2-5.9-2.2-7.3-7.2z" fill="H"/>'
    ),
    "short": (
        '<path d="M17 34c1 9 6.5 13.5 15 13.5S46 43 47 34c-1.6 2.6-3.6 3.6-6 3.4-3-2-15-2-18 '
        '0-2.4.2-4.4-.8-6-3.4z" fill="H" opacity=".85"/>'
    ),
    "moustache": (
        '<path d="M24.5 38c1.5-3 5-3.4 7.5-1.6 2.5-1.8 6-1.4 7.5 1.6-3 1-5.5.8-7.5-.4-2 1.2-4.5 1.4-7.5.4z" fill="H"/>'
    ),
}
GLASSES = {
    "round": (
        '<g fill="#fff" fill-opacity=".22" stroke="G" stroke-width="1.5"><circle cx="25.3" cy="30.5" r="5.3"/>'
        '<circle cx="38.7" cy="30.5" r="5.3"/><path d="M30.6 30q1.4-1.2 2.8 0" fill="none"/></g>'
    ),
    "square": (
        '<g fill="#fff" fill-opacity=".22" stroke="G" stroke-width="1.5"><rect x="19.8" y="26" width="10.6" '
        'height="9" rx="2.5"/><rect x="33.6" y="26" width="10.6" height="9" rx="2.5"/><path d="M30.4 29.8h3.2" '
        'fill="none"/></g>'
    ),
}
COLLARS = {
    "crew": '<path d="M24 48.5q8 6.5 16 0" fill="none" stroke="#000" stroke-opacity=".18" stroke-width="2.2"/>',
    "vee": '<path d="M25.5 47.5L32 56l6.5-8.5q-6.5 3-13 0z" fill="S"/>',
    "apron": (
        '<path d="M19 49.5l4.5 14.5M45 49.5L40.5 64" stroke="#F4EBDD" stroke-width="3" fill="none"/><path d="M22 '
        '58.5h20V64H22z" fill="#F4EBDD"/>'
    ),
    "shirt": '<path d="M24.5 46.5L32 52l-5 6.5-5-9zM39.5 46.5L32 52l5 6.5 5-9z" fill="#fff" fill-opacity=".85"/>',
}
BACKGROUND = '<rect width="64" height="64" fill="B"/>'
SHOULDERS = (
    '<path d="M6 64c0-11.5 9-17.5 26-17.5S58 52.5 58 64z" fill="T"/><path d="M25.5 38h13v9.5q-6.5 5.5-13 0z" fill="S"/>'
)
EARS = '<g fill="S"><circle cx="16.3" cy="31.5" r="3.7"/><circle cx="47.7" cy="31.5" r="3.7"/></g>'
HEAD = (
    '<path d="M16 28C16 17 22.5 10.5 32 10.5S48 17 48 28c0 12-6.5 19.5-16 19.5S16 40 16 28z" fill="F"/>'
    '<g fill="K" opacity=".2"><circle cx="21.5" cy="36.5" r="3.2"/><circle cx="42.5" cy="36.5" r="3.2"/></g>'
)
BROWS = (
    '<path d="M22.8 26.2q2.7-2 5.4-.4M35.8 25.8q2.7-1.6 5.4.4" fill="none" stroke="W" stroke-width="1.5" '
    'stroke-linecap="round"/>'
)
NOSE = '<path d="M32 31.5q1.8 3 0 3.8" fill="none" stroke="S" stroke-width="1.6" stroke-linecap="round"/>'
