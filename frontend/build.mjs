// Builds what the pages use of other people's front-end work into src/driehoek/web/static/vendor:
// one style sheet of design-system components, the font, Leaflet, Cytoscape, their licences and a checksum list;
// and into src/driehoek/web/fonts the two font files that the PDF is set with.
// Running Driehoek needs none of this; only a change in package.json does.

import { createHash } from "node:crypto";
import { cp, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { transform } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "node_modules");
const out = join(here, "../src/driehoek/web/static/vendor");
const paperOut = join(here, "../src/driehoek/web/fonts");
const testOut = join(here, "../tests/web/vendor");
const font = "@fontsource-variable/source-sans-3";
const manifest = JSON.parse(await readFile(join(here, "package.json"), "utf8"));

const components = Object.keys(manifest.dependencies).filter((name) => name.endsWith("-css"));

function sheetOf(name) {
  const short = name.split("/")[1].replace(/-css$/, "");
  return name.startsWith("@utrecht/") ? "dist/index.css" : `dist/${short}.css`;
}

async function styleSheet() {
  const parts = await Promise.all(components.map(async (name) => {
    const css = await readFile(join(modules, name, sheetOf(name)), "utf8");
    return css.replace(/\/\*# sourceMappingURL=.*?\*\//g, "");
  }));
  const { code } = await transform(parts.join("\n"), {
    loader: "css",
    minify: true,
    legalComments: "none",
    target: ["chrome120", "firefox121", "safari17"],
  });
  const notice = `/* ${components.length} components of NL Design System and Utrecht, EUPL-1.2; see licences/. */\n`;
  await writeFile(join(out, "design-system.css"), notice + code);
}

async function fonts() {
  const css = await readFile(join(modules, font, "wght.css"), "utf8");
  const kept = css.match(/@font-face\s*{[^}]*}/g).filter((face) => /-latin(-ext)?-wght/.test(face));
  if (kept.length !== 2) throw new Error(`expected two font faces, found ${kept.length}`);
  const faces = kept.map((face) => face
    .replace(/'Source Sans 3 Variable'/, '"Source Sans 3"')
    .replace(/src:[^;]*;/, (source) => {
      const name = /-latin-ext-/.test(source) ? "source-sans-3-latin-ext" : "source-sans-3-latin";
      return `src: url("${name}.woff2") format("woff2");`;
    }));
  // Metrics of the fallback are brought near those of the font, so that text does not jump.
  faces.push('@font-face { font-family: "Source Sans 3 fallback"; src: local("Arial"); size-adjust: 93.5%; ascent-override: 109%; descent-override: 42%; line-gap-override: 0%; }');
  await writeFile(join(out, "fonts/source-sans-3.css"), `${faces.join("\n")}\n`);
  for (const subset of ["latin", "latin-ext"]) {
    await cp(join(modules, font, `files/source-sans-3-${subset}-wght-normal.woff2`), join(out, `fonts/source-sans-3-${subset}.woff2`));
  }
}

async function leaflet() {
  const from = join(modules, "leaflet/dist");
  await cp(join(from, "images"), join(out, "leaflet/images"), { recursive: true });
  const { code } = await transform(await readFile(join(from, "leaflet.css"), "utf8"), { loader: "css", minify: true });
  await writeFile(join(out, "leaflet/leaflet.css"), code);
  const js = await readFile(join(from, "leaflet.js"), "utf8");
  await writeFile(join(out, "leaflet/leaflet.js"), js.replace(/\n?\/\/# sourceMappingURL=.*\n?$/, "\n"));
}

async function cytoscape() {
  await mkdir(join(out, "cytoscape"), { recursive: true });
  await cp(join(modules, "cytoscape/dist/cytoscape.min.js"), join(out, "cytoscape/cytoscape.min.js"));
}

// Packages that bring the same licence text share one file.
async function licences() {
  const lines = ["# What is in this folder, from which package, under which licence", ""];
  const texts = new Map();
  for (const name of Object.keys(manifest.dependencies).sort()) {
    const folder = join(modules, name);
    const { version, license } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
    const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
    if (!file) throw new Error(`${name} ${version} brings no licence text`);
    const text = await readFile(join(folder, file), "utf8");
    if (!texts.has(text)) {
      const same = [...texts.values()].filter((kept) => kept.startsWith(`${license}`)).length;
      texts.set(text, `${license}${same ? `-${same + 1}` : ""}.txt`);
      await writeFile(join(out, "licences", texts.get(text)), text);
    }
    lines.push(`- ${name} ${version}: ${license}, licences/${texts.get(text)}`);
  }
  lines.push("", "The Utrecht components: copyright 2020-2024 Frameless B.V. and 2021-2024 Gemeente Utrecht.", "");
  await writeFile(join(out, "README.md"), lines.join("\n"));
}

// The PDF is set with whole font files; pages never load them.
async function paperFonts() {
  const from = join(modules, "source-sans");
  for (const weight of ["Regular", "Semibold"]) {
    await cp(join(from, `OTF/SourceSans3-${weight}.otf`), join(paperOut, `SourceSans3-${weight}.otf`));
  }
  await cp(join(from, "LICENSE.md"), join(paperOut, "OFL-1.1.txt"));
}

async function testTools() {
  await mkdir(testOut, { recursive: true });
  await cp(join(modules, "axe-core/axe.min.js"), join(testOut, "axe.min.js"));
  await cp(join(modules, "axe-core/LICENSE"), join(testOut, "axe-core-licence.txt"));
}

async function files(folder) {
  const entries = await readdir(folder, { withFileTypes: true });
  const nested = await Promise.all(entries.map((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? files(path) : [path];
  }));
  return nested.flat();
}

async function checksums(folder) {
  const list = join(folder, "CHECKSUMS.sha256");
  const found = (await files(folder)).filter((path) => path !== list).sort();
  const lines = await Promise.all(found.map(async (path) => {
    const sum = createHash("sha256").update(await readFile(path)).digest("hex");
    return `${sum}  ${relative(folder, path)}`;
  }));
  await writeFile(list, `${lines.join("\n")}\n`);
}

await rm(out, { recursive: true, force: true });
await mkdir(join(out, "fonts"), { recursive: true });
await mkdir(join(out, "licences"), { recursive: true });
await styleSheet();
await fonts();
await leaflet();
await cytoscape();
await licences();
await rm(paperOut, { recursive: true, force: true });
await mkdir(paperOut, { recursive: true });
await paperFonts();
await testTools();
await checksums(out);
await checksums(paperOut);
await checksums(testOut);
console.log(`built ${components.length} components into ${relative(process.cwd(), out)}`);
