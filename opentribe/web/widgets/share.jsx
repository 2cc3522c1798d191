// Passing an address on: the device's own sheet where there is one, else the clipboard.
import { copyText } from "./copying.js";

const COPIED = "Link copied.";
const REFUSED = "Your browser did not let us copy. Copy the address of the page instead.";

function announce(kind, text) {
  window.dispatchEvent(new CustomEvent("opentribe:announce", { detail: { key: `${Date.now()}`, kind, text } }));
}

async function copy(text) {
  announce(...((await copyText(text)) ? ["success", COPIED] : ["error", REFUSED]));
}

export function CopyLink({ path, menu, className, children }) {
  return (
    <button
      type="button"
      className={className}
      popoverTarget={menu}
      popoverTargetAction={menu && "hide"}
      onClick={() => copy(window.location.origin + path)}
    >
      {children}
    </button>
  );
}

export function ShareButton({ path, title, label, className, children }) {
  async function share() {
    const url = window.location.origin + path;
    if (!navigator.share) return copy(url);
    try {
      await navigator.share({ title, url });
    } catch (error) {
      if (error.name !== "AbortError") await copy(url); // closing the sheet is an answer, not a failure
    }
    return undefined;
  }
  return (
    <button type="button" className={className} aria-label={label} title={label} onClick={share}>
      {children}
    </button>
  );
}
