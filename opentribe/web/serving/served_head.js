// Appended to Reflex's state module: what documents.py wrote into the head stays until the page has better words.
//
// The first <title> in a document wins. React puts the page's own in front of the served one, and at that moment it
// says less: "Post", or nothing before the state has come. So the served one is moved to the front again, and dropped
// with everything else that is marked when the page's own title changes or another page is shown.
if (typeof window !== "undefined" && document.querySelector("title[data-served]")) {
  const title = document.querySelector("title[data-served]");
  const path = window.location.pathname;

  const drop = () => {
    observer.disconnect();
    document.querySelectorAll("[data-served]").forEach((element) => element.remove());
  };
  const observer = new MutationObserver((changes) => {
    const changedTitle = changes.some(({ target }) => {
      const element = target.nodeType === Node.TEXT_NODE ? target.parentElement : target;
      return element?.localName === "title" && element !== title;
    });
    if (changedTitle) {
      drop();
    } else if (document.querySelector("title") !== title) {
      document.head.prepend(title);
    }
  });
  observer.observe(document.head, { childList: true, characterData: true, subtree: true });

  const dropElsewhere = () => window.location.pathname !== path && drop();
  window.addEventListener("popstate", dropElsewhere);
  for (const name of ["pushState", "replaceState"]) {
    const original = window.history[name];
    window.history[name] = function (...given) {
      original.apply(this, given);
      dropElsewhere();
    };
  }
}

// The served article stands where the live one will, and goes in the same frame in which that is drawn: as soon as the
// page's own main part shows more than skeletons, or another page is shown.
if (typeof window !== "undefined" && document.querySelector("[data-served-body]")) {
  const served = document.querySelector("[data-served-body]");
  const path = window.location.pathname;
  const observer = new MutationObserver(() => {
    const live = document.querySelector("main#content");
    const isDrawn = live?.childElementCount > 0 && !live.querySelector(".skeleton");
    if (!isDrawn && window.location.pathname === path) return;
    observer.disconnect();
    served.remove();
  });
  observer.observe(document.body, { childList: true, subtree: true });
}
