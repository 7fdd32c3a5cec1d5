/* Titles and summaries stand in the page; texts are fetched when the reader turns to the field.
   Not a module, so that it runs from disk. */
"use strict";
(() => {
  const of = (id) => document.getElementById(id);
  const form = of("cari"), field = of("q"), news = of("kabar"), list = of("hasil"), az = of("abjad");
  const disk = location.protocol === "file:";
  const WEIGHT = [8, 3, 1, 2]; // title, summary, text, words that are searched and not quoted
  const STOP = new Set("ada apa apakah atau bagaimana berapa bisa boleh cara dan dapat dari di ini itu kapan ke mana saya siapa untuk yang".split(" "));
  const ASIDE = " Hanya judul dan ringkasan yang dicari; isi halaman perlu jaringan.";
  const MOST = 20;
  let pages, groups = [], loading, aside = "", last = null;

  /* One stem for all forms of a word; it need not be a word itself. */
  const stems = new Map();
  const cut = (word, ending, least) => {
    const rest = word.replace(ending, "");
    return rest.length < least ? word : rest;
  };
  function strip(word) {
    let w = cut(cut(word, /([klt]ah|pun)$/, 5), /nya$/, 3);
    w = cut(cut(w, /[km]u$/, 5), /an$/, 4);
    const circumfix = w !== word;
    for (let n = 0; n < 2; n++) {
      const rest = w
        .replace(/^[mp]eny(?=[aiueo])/, "s")
        .replace(/^[mp]em(?=[aiueo])/, "p")
        .replace(/^[mp]en(?=[aiueo])/, "t")
        .replace(/^([mp]e(ng|m(?=[bfpv])|n(?=[cdjstz])|(?=[lwy]))|me(?=r)|di|[bpt]er)/, "");
      if (rest.length < 4 && !(rest.length > 2 && /^[mp]e/.test(w) && w.length > 5)) break;
      w = rest;
    }
    if (circumfix) w = cut(w, /^ke/, 4);
    w = cut(cut(cut(w, /i$/, 4), /k$/, 3), /i$/, 4); // melapor-kan, perbaiki, ganti-kan
    return cut(w, /^k(?=[aiueo])/, 3); // mengirim, kirim
  }
  const stem = (word) => {
    if (!stems.has(word)) stems.set(word, word.length < 4 ? word : strip(word));
    return stems.get(word);
  };
  const words = (text) =>
    [...text.matchAll(/[\p{L}\p{N}]+/gu)].map((m) => {
      const raw = m[0].toLowerCase();
      return { raw, stem: stem(raw), at: m.index, end: m.index + m[0].length };
    });
  const stemmed = (text) => words(text).map((w) => w.stem);

  const read = (text) => ({ text, words: words(text) });

  /* What is listed in this mirror can be found, and nothing else. */
  function collect() {
    pages = [...az.querySelectorAll("li")].map((item) => {
      const link = item.querySelector("a"), line = item.querySelector("p"), type = line.querySelector("b");
      const summary = line.textContent.slice(type ? type.textContent.length : 0).trim();
      return {
        href: link.getAttribute("href"),
        type: type ? type.textContent : "",
        parts: [link.textContent, summary].map(read),
      };
    });
  }

  function load() {
    if (!pages) collect();
    if (disk) aside = ASIDE;
    loading ||= disk ? Promise.resolve() : fetchAll();
    return loading;
  }

  async function fetchAll() {
    try {
      const found = await Promise.all(
        form.dataset.indeks.split(" ").map(async (path) => {
          const answer = await fetch(path, { cache: "no-cache" });
          if (!answer.ok) throw new Error(answer.status);
          return answer.json();
        }),
      );
      const facts = {};
      for (const fact of of("nilai").children) facts[fact.value] = fact.textContent;
      const fill = (text) => text.replace(/\{\{([\w.]+)\}\}/g, (_, name) => facts[name] ?? "…");
      for (const index of found) groups.push(...index.sinonim.map((group) => group.map(stemmed)));
      for (const page of pages) {
        const texts = [...found].reverse().map((index) => index.teks[page.href]);
        const [text, silent = ""] = (texts.find((t) => t !== undefined) ?? "").split("\n");
        const added = found.map((index) => (index.tambahan[page.href] ?? "").split("\n"));
        const join = (n, first) => fill([first, ...added.map((a) => a[n])].filter(Boolean).join(" "));
        page.parts.push(read(join(0, text)), read(join(1, silent)));
      }
    } catch {
      aside = ASIDE;
      loading = undefined;
    }
  }

  const startsAt = (list, at, phrase) => phrase.every((s, i) => list[at + i]?.stem === s);

  /* Each need is a list of phrases that mean the same; a page must have one of each need. */
  function needs(query) {
    const asked = words(query), found = [];
    const some = asked.some((w) => !STOP.has(w.raw));
    for (let i = 0; i < asked.length; ) {
      let size = 1, same = [[asked[i].stem]];
      for (const group of groups)
        for (const phrase of group)
          if (startsAt(asked, i, phrase) && (phrase.length > size || (phrase.length === size && same.length < 2))) {
            size = phrase.length;
            same = group;
          }
      const open = i + size === asked.length && !/\s$/.test(query) ? asked[asked.length - 1].raw : "";
      if (same.length > 1 || !some || !STOP.has(asked[i].raw))
        found.push({ same, prefix: size === 1 && open.length > 1 ? open : "" });
      i += size;
    }
    return found;
  }

  /* Mark the words of a part that answer a need, and count them. */
  function count(part, need, marks) {
    let times = 0;
    part.words.forEach((word, at) => {
      const phrase = need.same.find((p) => startsAt(part.words, at, p));
      if (!phrase && !(need.prefix && word.raw.startsWith(need.prefix))) return;
      times++;
      for (let i = 0; i < (phrase ? phrase.length : 1); i++) marks.add(part.words[at + i]);
    });
    return times;
  }

  function search(query) {
    const wanted = needs(query);
    if (!wanted.length) return { found: [], all: true };
    const hits = pages.map((page) => {
      const marks = new Set();
      return { page, marks, each: wanted.map((need) => page.parts.map((part) => count(part, need, marks))) };
    });
    const met = (hit) => hit.each.filter((counts) => counts.some(Boolean)).length;
    const rare = wanted.map((_, n) => Math.log(1 + pages.length / (1 + hits.filter((hit) => hit.each[n].some(Boolean)).length)));
    const score = (hit) => {
      let sum = 1000 * met(hit);
      hit.each.forEach((counts, n) =>
        counts.forEach((times, part) => {
          const share = part ? 1 : 1 + times / hit.page.parts[0].words.length; // a short title
          sum += rare[n] * WEIGHT[part] * Math.log2(1 + times) * share;
        }),
      );
      return sum;
    };
    const most = Math.max(...hits.map(met)), all = most === wanted.length;
    const found = hits.filter((hit) => met(hit) && (!all || met(hit) === most));
    for (const hit of found) hit.score = score(hit);
    return { found: found.sort((a, b) => b.score - a.score), all };
  }

  const make = (name, ...children) => {
    const node = document.createElement(name);
    node.append(...children);
    return node;
  };

  function marked(part, marks, from = 0, to = part.text.length) {
    const nodes = [];
    let at = from;
    for (const word of part.words) {
      if (!marks.has(word) || word.at < from || word.end > to) continue;
      nodes.push(part.text.slice(at, word.at), make("mark", part.text.slice(word.at, word.end)));
      at = word.end;
    }
    return [...nodes, part.text.slice(at, to)];
  }

  /* The summary, unless the words stand in the text only: then the place with most of them. */
  function excerpt({ page, marks }) {
    const [, summary, text] = page.parts;
    const hit = text ? text.words.filter((word) => marks.has(word)) : [];
    if (!hit.length || summary.words.some((word) => marks.has(word))) return marked(summary, marks);
    const near = (word) => new Set(hit.filter((w) => w.at >= word.at && w.at < word.at + 150).map((w) => w.stem)).size;
    const best = hit.reduce((a, b) => (near(b) > near(a) ? b : a));
    const start = text.words.find((w) => w.at >= best.at - 50).at;
    const from = start < 20 ? 0 : start;
    const stop = text.words.filter((w) => w.end <= from + 200).pop().end;
    const to = text.text.length - stop < 20 ? text.text.length : stop;
    return [from ? "… " : "", ...marked(text, marks, from, to), to < text.text.length ? " …" : ""];
  }

  function show(query) {
    const { found, all } = search(query);
    list.replaceChildren(
      ...found.slice(0, MOST).map((hit) => {
        const link = make("a", ...marked(hit.page.parts[0], hit.marks));
        link.href = hit.page.href;
        const line = make("p", ...(hit.page.type ? [make("b", hit.page.type), " "] : []), ...excerpt(hit));
        return make("li", link, line);
      }),
    );
    list.hidden = !found.length;
    az.hidden = az.previousElementSibling.hidden = !!found.length;
    news.textContent = !query.trim()
      ? aside.trim()
      : (found.length
          ? (all ? "" : "Tidak ada halaman yang memuat semua kata itu; yang terdekat: ") + `${found.length} halaman${found.length > MOST ? `, ${MOST} yang teratas ditampilkan` : ""}.`
          : "Tidak ada halaman yang cocok. Coba kata lain, atau cari menurut abjad di bawah.") + aside;
  }

  async function answer() {
    const query = field.value;
    last = query;
    if (!query.trim()) return show("");
    await load();
    if (query === last) show(query);
  }

  const address = () => location.pathname + (field.value.trim() ? "?q=" + encodeURIComponent(field.value.trim()) : "");
  function fromAddress() {
    typing = false;
    field.value = new URLSearchParams(location.search).get("q") ?? "";
    if (field.value) answer();
    else if (last !== null) answer();
  }
  /* The first letter typed is a step that the back button undoes; the next ones belong to it. */
  let timer, typing = false;
  function remember(goOn) {
    clearTimeout(timer);
    if (!disk && address() !== location.pathname + location.search)
      history[typing ? "replaceState" : "pushState"](null, "", address());
    typing = goOn;
    answer();
  }

  field.addEventListener("focus", load);
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(remember, 150, true);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    remember(false);
  });
  addEventListener("popstate", fromAddress);
  form.hidden = false;
  fromAddress();
})();
