// The time zones that the browser knows; the one it is in stands there until its reader has chosen.
import { useEffect, useState } from "react";

const PLAIN = "UTC";

export function ZoneChoice({ chosen, ...props }) {
  const [zones, setZones] = useState([]);
  const [zone, setZone] = useState(chosen || PLAIN);
  useEffect(() => {
    const here = Intl.DateTimeFormat().resolvedOptions().timeZone || PLAIN;
    const wanted = chosen || here;
    setZones([...new Set([PLAIN, ...Intl.supportedValuesOf("timeZone"), wanted])].sort());
    setZone(wanted);
  }, [chosen]);
  return (
    <select className="input" value={zone} onChange={(event) => setZone(event.target.value)} {...props}>
      {(zones.length ? zones : [zone]).map((each) => (
        <option key={each} value={each}>
          {each.replaceAll("_", " ")}
        </option>
      ))}
    </select>
  );
}
