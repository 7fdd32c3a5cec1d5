// The bar of the preview: tells about the mirror and its problems, and reloads the page after a build.
// It lives in a shadow tree, so that neither the page's style nor the bar's reaches the other.
"use strict";
(() => {
  const script = document.currentScript;
  const { mirror, page, version } = script.dataset;
  const own = (name) => new URL(name, script.src);
  const PLACE = "sitegen-preview-place";

  /** Make an element with attributes and children; text is only ever text. */
  function make(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }

  /** Load the page again and come back to where the reader was. */
  function reload() {
    sessionStorage.setItem(PLACE, JSON.stringify([location.pathname, scrollX, scrollY]));
    location.reload();
  }

  function restorePlace() {
    const [path, left, top] = JSON.parse(sessionStorage.getItem(PLACE) || "[]");
    sessionStorage.removeItem(PLACE);
    if (path !== location.pathname) return;
    const scroll = () => scrollTo({ left, top, behavior: "instant" });
    scroll();
    if (document.readyState !== "complete") addEventListener("load", scroll, { once: true });
  }

  /** The field that opens this page on another mirror. */
  function switcher(labels, mirrors) {
    const shown = new Map(mirrors.map(([code, name]) => [`${name} (${code})`, code]));
    const options = [...shown.keys()].map((value) => make("option", { value }));
    const field = make("input", {
      list: "mirrors", "aria-label": labels.switch, title: labels.switch, autocomplete: "off",
    });
    const form = make("form", {}, field, make("datalist", { id: "mirrors" }, ...options));
    const codeOf = (text) => {
      if (shown.has(text)) return shown.get(text);
      const wanted = text.trim().toLowerCase();
      if ([...shown.values()].includes(wanted)) return wanted;
      const found = [...shown.keys()].filter((name) => name.toLowerCase().includes(wanted));
      return wanted && found.length === 1 ? shown.get(found[0]) : undefined;
    };
    const open = (code) => {
      const address = own("open");
      address.search = new URLSearchParams({ mirror: code, page });
      location.assign(address);
    };
    field.addEventListener("focus", () => field.select());
    field.addEventListener("input", () => {
      field.setCustomValidity("");
      if (shown.has(field.value)) open(shown.get(field.value)); // chosen from the list
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const code = codeOf(field.value);
      field.setCustomValidity(code ? "" : labels.unknown);
      if (code) open(code);
      else field.reportValidity();
    });
    form.noValidate = true; // the handler above says what is wrong
    return { form, field };
  }

  /** One problem: where, what, and how to mend it. */
  function problemItem({ severity, name, place, message, hint }) {
    const item = make("li", { class: severity });
    if (place) item.append(make("code", {}, place), " ");
    if (name) item.append(make("b", {}, name), " ");
    item.append(make("span", { class: "message" }, message));
    if (hint) item.append(make("p", { class: "hint" }, hint));
    return item;
  }

  function start({ labels, mirrors }) {
    const host = make("sitegen-preview");
    const root = host.attachShadow({ mode: "open" });
    const { form, field } = switcher(labels, mirrors);
    const day = make("span", { class: "day" });
    const drafts = make("span", { class: "drafts" });
    const offline = make("span", { class: "offline", role: "status", hidden: "" }, labels.offline);
    const toggle = make("button", { type: "button", "aria-controls": "problems", hidden: "" });
    const heading = make("h2");
    const list = make("ul");
    const hide = make("button", { type: "button" }, labels.hide);
    const problems = make(
      "section", { id: "problems", hidden: "" }, make("header", {}, heading, hide), list,
    );
    const bar = make(
      "div", { class: "bar", role: "region", "aria-label": labels.preview },
      make("strong", {}, labels.preview), form, day, drafts, toggle, offline,
    );
    root.append(make("link", { rel: "stylesheet", href: own("bar.css") }), problems, bar);
    document.body.append(host);

    const open = (shown) => {
      problems.hidden = !shown;
      toggle.setAttribute("aria-expanded", shown);
    };
    toggle.addEventListener("click", () => open(problems.hidden));
    hide.addEventListener("click", () => open(false));

    let last = "";
    function show(state) {
      offline.hidden = true;
      if (state.version && state.version !== version) {
        reload();
        return;
      }
      const same = JSON.stringify(state.problems);
      if (root.activeElement !== field) field.value = state.mirror;
      day.textContent = state.day;
      drafts.textContent = state.drafts;
      const errors = state.problems.some(({ severity }) => severity === "error");
      toggle.hidden = !state.problems.length;
      toggle.textContent = state.summary;
      toggle.className = problems.className = errors ? "errors" : "warnings";
      if (same === last) return; // leave the list as the reader has put it
      last = same;
      heading.textContent = state.heading || state.summary;
      list.replaceChildren(...state.problems.map(problemItem));
      if (errors) problems.setAttribute("role", "alert");
      else problems.removeAttribute("role");
      open(errors); // warnings wait until they are asked for
    }

    // A hidden tab holds no connection (a browser has six) and lets nothing be built for it.
    let stream = null;
    function listen() {
      if (document.hidden) {
        stream?.close();
        stream = null;
      } else if (!stream) {
        const address = own("events");
        address.search = new URLSearchParams({ mirror });
        stream = new EventSource(address);
        stream.addEventListener("message", (event) => show(JSON.parse(event.data)));
        stream.addEventListener("error", () => { offline.hidden = false; });
      }
    }
    document.addEventListener("visibilitychange", listen);
    addEventListener("pagehide", () => { stream?.close(); stream = null; });
    addEventListener("pageshow", listen);
    listen();
  }

  restorePlace();
  fetch(own("bar.json")).then((answer) => answer.json()).then(start);
})();
