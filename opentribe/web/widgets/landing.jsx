// Where a link to one comment leads: it is brought into sight, focused and marked for a moment.
import { useEffect } from "react";
import { useLocation } from "react-router";

const WAITS_FOR = 3000;
const GLOWS_FOR = 2500;

function land(id) {
  const place = document.getElementById(id);
  if (!place) return false;
  place.setAttribute("tabindex", "-1");
  place.focus({ preventScroll: true });
  place.scrollIntoView({ block: place.offsetHeight < window.innerHeight / 2 ? "center" : "start" });
  place.setAttribute("data-landed", "");
  setTimeout(() => place.removeAttribute("data-landed"), GLOWS_FOR);
  return true;
}

// A page that is read again on the same visit, as after a lost connection, leaves the reader where they are.
let landed = "";

/** @param arrival {key, comment_id}: a new key leads there again, once for each visit. */
export function Landing({ arrival, prefix }) {
  const { key: visit } = useLocation();
  useEffect(() => {
    if (!arrival.comment_id || landed === visit + arrival.comment_id) return undefined;
    landed = visit + arrival.comment_id;
    const id = prefix + arrival.comment_id;
    const since = Date.now();
    // The list is drawn in the same moment, but not before this runs.
    const timer = setInterval(() => {
      if (land(id) || Date.now() - since > WAITS_FOR) clearInterval(timer);
    }, 30);
    return () => clearInterval(timer);
  }, [arrival.key]);
  return null;
}
