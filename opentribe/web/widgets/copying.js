// Putting text into the clipboard, by whichever way the browser allows.

/** Whether it is there now. The newer way is missing on plain-http addresses, and refused in some frames. */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copiedByHand(text);
  }
}

function copiedByHand(text) {
  const held = document.activeElement;
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "visually-hidden";
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  held?.focus({ preventScroll: true });
  return done;
}
