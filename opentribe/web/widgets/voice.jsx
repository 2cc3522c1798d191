// Under which name one writes: chosen where one writes, remembered in this browser.
const PREFIX = "opentribe:voice:";

/** Whose choice it is: drafts are named after their writer first. */
const key = (name) => PREFIX + name.split(":")[0];

export function readVoice(name) {
  try {
    return localStorage.getItem(key(name)) ?? "";
  } catch {
    return "";
  }
}

export function keepVoice(name, voice) {
  try {
    if (voice) localStorage.setItem(key(name), voice);
    else localStorage.removeItem(key(name));
  } catch {
    // A full or forbidden store must not stop anybody from writing.
  }
}

/** The names to choose from; one's own is the empty choice. What was written under a name that is gone asks for another. */
export function VoicePicker({ voices, value, isLost, onChange, isDisabled }) {
  if (!voices?.length && !isLost) return null;
  const listed = voices?.length ? voices : [{ id: "", name: "Yourself", is_default: true }];
  return (
    <select
      className="select voice"
      aria-label="Post as"
      value={isLost ? "lost" : value}
      aria-invalid={isLost || undefined}
      disabled={isDisabled}
      onChange={(event) => onChange(event.target.value)}
    >
      {isLost && (
        <option value="lost" disabled>
          Choose a name
        </option>
      )}
      {listed.map((each) => (
        <option key={each.id} value={each.is_default ? "" : each.id}>
          {each.name}
          {each.is_bot ? " (bot)" : ""}
        </option>
      ))}
    </select>
  );
}
