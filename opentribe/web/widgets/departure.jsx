// Signing in and out: the session is fetched or given back, then a full page load shows the site as it is now.
import { useEffect } from "react";

const AGAIN = "/sign-in?expired=1";

export function Departure({ departure }) {
  const { to, ticket, is_end: isEnd } = departure;
  useEffect(() => {
    if (!to || !to.startsWith("/")) return;
    const address = ticket ? "/session/enter" : isEnd ? "/session/leave" : "";
    if (!address) {
      window.location.assign(to);
      return;
    }
    fetch(address, { method: "POST", body: ticket || "", credentials: "same-origin" }).then(
      (answer) => window.location.assign(answer.ok ? to : AGAIN),
      () => window.location.assign(AGAIN),
    );
  }, [to, ticket, isEnd]);
  return null;
}
