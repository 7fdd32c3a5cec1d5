/* Search within this site. Titles and summaries stand in the page; the texts are fetched when
   the reader turns to the field. An ordinary script and not a module, so that it runs from disk. */
"use strict";
(() => {
  const of = (id) => document.getElementById(id);
  const form = of("cari"), field = of("q"), news = of("kabar"), list = of("hasil"), az = of("abjad");
  const disk = location.protocol === "file:";
  const WEIGHT = [8, 3, 1, 2]; // title, summary, text, words that are searched and not quoted
  const STOP = new Set("ada agar apa apakah atau bagaimana bagi berapa bisa boleh cara dalam dan dapat dari dengan di harus itu ini jika kalau kapan ke mana oleh pada saat saja saya siapa untuk yang".split(" "));
  const ASIDE = disk
    ? " Dari berkas di komputer, hanya judul dan ringkasan yang dicari; isi halaman perlu jaringan."
    : " Isi halaman tidak dapat dimuat, jadi hanya judul dan ringkasan yang dicari.";
  const MOST = 20;
  let pages, groups = [], loading, aside = "", last = null;

  /* One stem for the forms of a word. It need not be a word, as long as all forms share it. */
  const stems = new Map();
  const cut = (word, ending, least) => {
    const rest = word.replace(ending, "");
    return rest.length < least ? word : rest;
  };
  function strip(word) {
    let w = cut(cut(word, /([klt]ah|pun)$/, 5), /nya$/, 3);
    w = cut(cut(w, /[km]u$/, 5), /k?an$/, 4);
    const circumfix = w !== word;
    w = cut(w, /i$/, 4);
    for (let n = 0; n < 2; n++) {
      const rest = w
        .replace(/^[mp]eny(?=[aiueo])/, "s")
        .replace(/^[mp]em(?=[aiueo])/, "p")
        .replace(/^[mp]en(?=[aiueo])/, "t")
        .replace(/^[mp]e(ng|m(?=[bfpv])|n(?=[cdjstz])|(?=[lrwy]))|^(di|[bt]er|per(?!lu))/, "");
      if (rest.length < 4 && !(rest.length > 2 && /^[mp]e/.test(w) && w.length > 5)) break;
      w = rest;
    }
    if (circumfix) w = cut(w, /^ke/, 4);
    return w.length > 3 ? w.replace(/^k(?=[aiueo])/, "") : w; // mengirim, kirim
  }
  const stem = (word) => {
    if (!stems.has(word)) stems.set(word, word.length < 5 ? word : strip(word));
    return stems.get(word);
  };
  const words = (text) =>
    [...text.matchAll(/[\p{L}\p{N}]+/gu)].map((m) => {
      const raw = m[0].toLowerCase();
      return { raw, stem: stem(raw), at: m.index, end: m.index + m[0].length };
    });
  const stemmed = (text) => words(text).map((w) => w.stem);

  const read = (parts) => parts.map((text) => ({ text, words: words(text) }));

  /* What is listed in this mirror can be found, and nothing else. */
  function collect() {
    pages = [...az.querySelectorAll("li")].map((item) => {
      const link = item.querySelector("a"), line = item.querySelector("p"), type = line.querySelector("b");
      const summary = line.textContent.slice(type ? type.textContent.length : 0).trim();
      return {
        href: link.getAttribute("href"),
        type: type ? type.textContent : "",
        parts: read([link.textContent, summary]),
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
        page.parts.push(...read([join(0, text), join(1, silent)]));
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
  function hits(part, need, marks) {
    let count = 0;
    part.words.forEach((word, at) => {
      const phrase = need.same.find((p) => startsAt(part.words, at, p));
      if (!phrase && !(need.prefix && word.raw.startsWith(need.prefix))) return;
      count++;
      for (let i = 0; i < (phrase ? phrase.length : 1); i++) marks.add(part.words[at + i]);
    });
    return count;
  }

  function search(query) {
    const wanted = needs(query);
    if (!wanted.length) return { found: [], all: true };
    const pagesHit = pages.map((page, order) => {
      const marks = new Set();
      const each = wanted.map((need) => page.parts.map((part) => hits(part, need, marks)));
      return { page, order, marks, each };
    });
    const rare = wanted.map((_, n) => {
      const having = pagesHit.filter((hit) => hit.each[n].some(Boolean)).length;
      return Math.log(1 + pages.length / (1 + having));
    });
    for (const hit of pagesHit) {
      hit.met = hit.each.filter((counts) => counts.some(Boolean)).length;
      hit.score = 0;
      hit.each.forEach((counts, n) =>
        counts.forEach((count, part) => {
          const share = part ? 1 : 1 + count / hit.page.parts[0].words.length;
          hit.score += rare[n] * WEIGHT[part] * Math.log2(1 + count) * share;
        }),
      );
    }
    const all = pagesHit.some((hit) => hit.met === wanted.length);
    const found = pagesHit.filter((hit) => (all ? hit.met === wanted.length : hit.met));
    found.sort((a, b) => b.met - a.met || b.score - a.score || a.order - b.order);
    return { found, all };
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
    field.value = new URLSearchParams(location.search).get("q") ?? "";
    if (field.value) answer();
    else if (last !== null) show("");
  }
  const remember = (how) => {
    if (!disk) history[how](null, "", address());
  };

  let timer;
  field.addEventListener("focus", load);
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => { remember("replaceState"); answer(); }, 150);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(timer);
    if (address() !== location.pathname + location.search) remember("pushState");
    answer();
  });
  addEventListener("popstate", fromAddress);
  form.hidden = false;
  fromAddress();
})();
