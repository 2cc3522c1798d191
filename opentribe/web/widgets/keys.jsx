// Single keys on pages with posts: from one to the next, like, reply, open. Never while one types, never with a modifier,
// and they can be switched off (WCAG 2.1.4), since speech input may press letters that nobody meant.
import { useEffect, useState } from "react";
import { useLocation, useNavigate } from "react-router";

const ITEMS = ".feed > .post, .post-page, .comment[id]";
const TYPED_IN = "input, textarea, select, [contenteditable]:not([contenteditable='false']), [role='textbox']";
const REPLY_BOX = ".comments > .reply :is(textarea, [contenteditable='true'])";
const KEPT_AS = "opentribe:keys";
const REPLY = "#reply";
const WAITS_FOR = 3000;

const areOn = () => localStorage.getItem(KEPT_AS) !== "off";
const isBusy = () => document.querySelector("dialog[open], .menu:popover-open, .sidebar:popover-open") !== null;

function current() {
  return document.activeElement?.closest(ITEMS) ?? null;
}

/** Moves the focus, so that the page scrolls along and a screen reader says where one is. */
function show(item) {
  if (!item.hasAttribute("tabindex")) item.setAttribute("tabindex", "-1");
  if (!item.hasAttribute("aria-label")) {
    const author = item.querySelector(".byline-name > :first-child")?.textContent ?? "";
    const title = item.querySelector("h1")?.textContent;
    item.setAttribute("aria-label", item.matches(".comment") ? `Comment by ${author}` : `${title} by ${author}`);
  }
  item.focus({ preventScroll: true, focusVisible: true });
  item.scrollIntoView({ block: "start" });
}

/** From the item in focus; without one, from what stands at the top of the screen. */
function move(step) {
  const items = [...document.querySelectorAll(ITEMS)];
  const here = items.indexOf(current());
  if (here < 0) {
    const top = parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop) || 0;
    const seen = items.findIndex((item) => item.getBoundingClientRect().bottom > top);
    if (seen >= 0) show(items[seen]);
  } else if (items[here + step]) {
    show(items[here + step]);
  } else if (step > 0) {
    document.querySelector(".feed-end")?.scrollIntoView({ block: "end" });
  }
}

const address = (item) => item?.querySelector("a[href^='/posts/']")?.getAttribute("href")?.split(/[?#]/)[0];

function focusReply() {
  const box = document.querySelector(REPLY_BOX);
  box?.focus();
  return box !== null;
}

function reply(navigate) {
  const item = current();
  if (item?.matches(".post")) {
    if (address(item)) navigate(address(item) + REPLY);
  } else if (item?.matches(".comment")) {
    item.querySelector(".comment-actions > button:not(.like)")?.click();
  } else {
    focusReply();
  }
}

function act(event, navigate) {
  const item = current();
  const isOnItem = item !== null && item === document.activeElement;
  if (event.key === "j") move(1);
  else if (event.key === "k") move(-1);
  else if (event.key === "l" && item) item.querySelector(".like")?.click();
  else if (event.key === "r") reply(navigate);
  else if ((event.key === "o" && item) || (event.key === "Enter" && isOnItem)) {
    if (item.matches(".post") && address(item)) navigate(address(item));
  } else if (event.key === "Escape" && isOnItem) item.blur();
  else if (event.key === "?") document.getElementById("keys")?.showModal();
  else return false;
  return true;
}

export function Keys() {
  const navigate = useNavigate();
  const { hash, key } = useLocation();
  useEffect(() => {
    function listen(event) {
      if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target.closest?.(TYPED_IN) || isBusy() || !areOn()) return;
      if (act(event, navigate)) event.preventDefault();
    }
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, [navigate]);
  useEffect(() => {
    if (hash !== REPLY) return undefined;
    const since = Date.now();
    // The post is still on its way from the server.
    const timer = setInterval(() => {
      if (focusReply() || Date.now() - since > WAITS_FOR) clearInterval(timer);
    }, 50);
    return () => clearInterval(timer);
  }, [hash, key]);
  return null;
}

/** Whether the keys are listened to, kept by this browser. */
export function KeySwitch() {
  const [on, setOn] = useState(true);
  useEffect(() => setOn(areOn()), []);
  return (
    <label className="switch-row">
      <span>
        Use single keys
        <small>Switch them off if you speak to your computer, or if they get in your way.</small>
      </span>
      <input
        type="checkbox"
        role="switch"
        className="switch"
        checked={on}
        onChange={(event) => {
          localStorage.setItem(KEPT_AS, event.target.checked ? "on" : "off");
          setOn(event.target.checked);
        }}
      />
    </label>
  );
}
