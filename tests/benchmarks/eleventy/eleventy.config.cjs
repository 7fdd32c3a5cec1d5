// Sections and tags become lists of 20; Eleventy paginates one list, so all lists are cut here.
const PAGE_SIZE = 20;

function byDate(a, b) {
  return b.date - a.date || (a.inputPath < b.inputPath ? -1 : 1);
}

function cut(list, items) {
  const total = Math.max(1, Math.ceil(items.length / PAGE_SIZE));
  return Array.from({ length: total }, (_, index) => ({
    ...list,
    total,
    number: index + 1,
    url: address(list.path, index + 1),
    previous: index > 0 ? address(list.path, index) : "",
    next: index + 1 < total ? address(list.path, index + 2) : "",
    items: items.slice(index * PAGE_SIZE, (index + 1) * PAGE_SIZE),
  }));
}

function address(path, number) {
  return number === 1 ? `/${path}/index.html` : `/${path}/page/${number}.html`;
}

module.exports = function (config) {
  const { situs } = require("./situs.json");
  const months = situs.bulan;
  config.addGlobalData("situs", situs);
  config.addPassthroughCopy({ static: "/" });
  config.addFilter("iso", (date) => date.toISOString().slice(0, 10));
  config.addFilter("hari", (date) =>
    `${date.getUTCDate()} ${months[date.getUTCMonth()]} ${date.getUTCFullYear()}`);
  config.addCollection("naskah", (all) =>
    all.getAll().filter((page) => page.data.bagian).sort(byDate));
  for (const section of situs.bagian) {
    config.addCollection(section.path, (all) => {
      const pages = all.getAll().filter((page) => page.data.bagian === section.path).sort(byDate);
      pages.forEach((page, index) => {
        page.data.sebelum = pages[index + 1];
        page.data.sesudah = pages[index - 1];
      });
      return pages;
    });
  }
  config.addCollection("daftar", (all) => {
    const pages = all.getAll().filter((page) => page.data.bagian).sort(byDate);
    const sections = situs.bagian.flatMap((section) =>
      cut(section, pages.filter((page) => page.data.bagian === section.path)));
    const tags = situs.tag.flatMap((tag) =>
      cut({ path: `tag/${tag}`, title: tag }, pages.filter((page) => page.data.tag.includes(tag))));
    return [...sections, ...tags];
  });
  return {
    dir: { input: "content" },
    htmlTemplateEngine: false,
    markdownTemplateEngine: false,
  };
};
