// Drafts of unsent words, kept in this browser for each person and place until they are sent.
const PREFIX = "opentribe:draft:";

export function readDraft(name) {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + name)) ?? {};
  } catch {
    return {};
  }
}

export function keepDraft(name, draft) {
  try {
    if (draft.title || draft.content) localStorage.setItem(PREFIX + name, JSON.stringify(draft));
    else localStorage.removeItem(PREFIX + name);
  } catch {
    // A full or forbidden store must not stop anybody from writing.
  }
}

export function dropDraft(name) {
  try {
    localStorage.removeItem(PREFIX + name);
  } catch {
    // See above.
  }
}
