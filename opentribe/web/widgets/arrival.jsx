// What follows a change of address: floating layers close, and the place that the address names is shown and focused.
import { useEffect } from "react";
import { useLocation } from "react-router";

const WAITS_FOR = 3000;

function goTo(id) {
  const place = document.getElementById(id);
  if (!place) return false;
  place.scrollIntoView();
  if (!place.hasAttribute("tabindex")) place.setAttribute("tabindex", "-1");
  place.focus({ preventScroll: true });
  return true;
}

export function Arrival() {
  const { key, hash } = useLocation();
  useEffect(() => {
    document.querySelectorAll("[popover]:popover-open").forEach((open) => open.hidePopover());
    if (hash.length < 2) return undefined;
    const since = Date.now();
    if (goTo(hash.slice(1))) return undefined;
    // The place may still be on its way from the server.
    const timer = setInterval(() => {
      if (goTo(hash.slice(1)) || Date.now() - since > WAITS_FOR) clearInterval(timer);
    }, 50);
    return () => clearInterval(timer);
  }, [key, hash]);
  return null;
}
