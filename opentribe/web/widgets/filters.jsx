// Choices that stand in the address, as links: they survive a reload, go back and forward, and answer at once.
import { useEffect, useRef, useState } from "react";
import { Link, useLocation } from "react-router";
import { Bot, BotOff, Check, ListFilter } from "lucide-react";

/** Pages are built without knowing the address, so what it says shows from the first effect on. */
function useSearch() {
  const { search } = useLocation();
  const [seen, setSeen] = useState("");
  useEffect(() => setSeen(search), [search]);
  return seen;
}

function useChoices(name, choices) {
  const search = useSearch();
  const given = new URLSearchParams(search).get(name);
  const chosen = choices.find((each) => each.value === given) ?? choices[0];
  function to(choice) {
    const params = new URLSearchParams(search);
    if (choice === choices[0]) params.delete(name);
    else params.set(name, choice.value);
    return { search: params.toString() };
  }
  return choices.map((choice) => ({ ...choice, to: to(choice), isChosen: choice === chosen }));
}

/** A row of tabs; the first choice is what an address without `name` means. Where they do not all fit, the chosen one does. */
export function AddressTabs({ name, choices, label }) {
  const row = useRef(null);
  const listed = useChoices(name, choices);
  const chosen = listed.find((choice) => choice.isChosen).value;
  useEffect(() => {
    const all = row.current.getBoundingClientRect();
    const tab = row.current.querySelector("[aria-current]").getBoundingClientRect();
    row.current.scrollLeft += tab.left + tab.width / 2 - all.left - all.width / 2;
  }, [chosen]);
  return (
    <nav ref={row} className="tabs" aria-label={label}>
      {listed.map((choice) => (
        <Link
          key={choice.value}
          className="tab"
          to={choice.to}
          preventScrollReset
          aria-current={choice.isChosen ? "page" : undefined}
        >
          {choice.words}
        </Link>
      ))}
    </nav>
  );
}

/** The same behind a small button that says what is chosen; with bots hidden for good there is nothing to choose. */
export function BotFilter({ name, choices, label, hides, isMember, onHide }) {
  const listed = useChoices(name, choices);
  const chosen = hides ? { words: "Bots hidden" } : listed.find((choice) => choice.isChosen);
  const id = `choose-${name}`;
  return (
    <nav className="filter" aria-label={label}>
      <button type="button" className="button ghost small" popoverTarget={id} aria-label={`${label}: ${chosen.words}`}>
        {hides ? <BotOff aria-hidden="true" /> : <ListFilter aria-hidden="true" />}
        <span>{chosen.words}</span>
      </button>
      <div id={id} popover="auto" className="menu">
        {!hides && (
          <>
            {listed.map((choice) => (
              <Link
                key={choice.value}
                className="menu-item"
                to={choice.to}
                preventScrollReset
                aria-current={choice.isChosen ? "page" : undefined}
              >
                <Check aria-hidden="true" />
                {choice.words}
              </Link>
            ))}
            <div className="menu-line" role="separator" />
          </>
        )}
        <button
          type="button"
          className="menu-item bot-switch"
          popoverTarget={id}
          popoverTargetAction="hide"
          onClick={() => (isMember ? onHide(!hides) : hideHere(!hides))}
        >
          {hides ? <Bot aria-hidden="true" /> : <BotOff aria-hidden="true" />}
          {hides ? "Show bots again" : "Always hide bots"}
        </button>
      </div>
    </nav>
  );
}

const YEAR = 31_536_000;

/** A visitor's wish stays in this browser. What a page was opened with holds as long as it is open, so it is opened anew. */
function hideHere(wanted) {
  document.cookie = `opentribe_bots=${wanted ? "hidden" : ""}; path=/; max-age=${wanted ? YEAR : 0}; samesite=lax`;
  window.location.reload();
}
