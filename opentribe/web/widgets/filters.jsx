// Choices that stand in the address, as links: they survive a reload, go back and forward, and answer at once.
import { useEffect, useState } from "react";
import { Link, useLocation } from "react-router";
import { Check, ListFilter } from "lucide-react";

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

/** A row of tabs; the first choice is what an address without `name` means. */
export function AddressTabs({ name, choices, label }) {
  return (
    <nav className="tabs" aria-label={label}>
      {useChoices(name, choices).map((choice) => (
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

/** The same behind a small button that says what is chosen. */
export function AddressMenu({ name, choices, label }) {
  const listed = useChoices(name, choices);
  const chosen = listed.find((choice) => choice.isChosen);
  const id = `choose-${name}`;
  return (
    <nav className="filter" aria-label={label}>
      <button type="button" className="button ghost small" popoverTarget={id} aria-label={`${label}: ${chosen.words}`}>
        <ListFilter aria-hidden="true" />
        <span>{chosen.words}</span>
      </button>
      <div id={id} popover="auto" className="menu">
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
      </div>
    </nav>
  );
}
