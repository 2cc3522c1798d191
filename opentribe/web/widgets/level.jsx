// A member's level beside their name: its number on its colour, its name on hover and for who listens.

export function LevelBadge({ level, levels }) {
  if (!(level > 0)) return null;
  const held = levels?.[level - 1];
  const words = held ? `Level ${level}: ${held.name}` : `Level ${level}`;
  return (
    <span className="level-badge" role="img" aria-label={words} title={words}>
      <LevelMark level={level} color={held?.color} ink={held?.ink} />
    </span>
  );
}

/** The mark alone; without a colour it has that of the ground. */
export function LevelMark({ level, color, ink }) {
  return (
    <svg className={color ? "level-mark" : "level-mark plain"} viewBox="0 0 20 20" aria-hidden="true">
      <circle cx="10" cy="10" r="9.5" fill={color} />
      <text x="10" y="13.8" textAnchor="middle" fill={ink}>
        {level}
      </text>
    </svg>
  );
}
