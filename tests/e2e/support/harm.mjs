/** Sees when a text has become more than text in somebody's page: it ran, moved, loaded or changed something. */
import assert from "node:assert/strict";

/** Traps, set before anything of the page runs. That the policy forbids eval is told by its violation. */
function setTraps() {
  const tell = (what) => globalThis.tellHarm(what);
  for (const name of ["alert", "confirm", "prompt", "print"]) globalThis[name] = (...args) => tell(`ran ${name}(${args})`);
  const { open } = globalThis;
  globalThis.open = (...args) => {
    tell(`opened ${args[0]}`);
    return open.apply(globalThis, args);
  };
  Object.defineProperty(globalThis, "pwned", { get: () => undefined, set: (value) => tell(`set pwned = ${value}`) });
  addEventListener("securitypolicyviolation", (event) => tell(`CSP: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
  const { register } = globalThis.ServiceWorkerContainer?.prototype ?? {};
  if (register) {
    globalThis.ServiceWorkerContainer.prototype.register = function (...args) {
      tell(`registered the service worker ${args[0]}`);
      return register.apply(this, args);
    };
  }
}

/** What stands in the document that the client never writes. */
function findForeign() {
  const timeline = new Set(
    "div p span article header time bdi a strong em del br code pre blockquote ul ol li button svg path circle line".split(" "),
  );
  const nowhere = new Set("iframe frame frameset object embed applet portal base style math template marquee video audio foreignobject animate set use".split(" "));
  const targets = new Set("href src action formaction srcdoc data xlink:href poster ping background srcset".split(" "));
  const found = [];
  const log = document.querySelector("[role=log]");
  for (const element of document.querySelectorAll("*")) {
    const name = element.localName.toLowerCase();
    const isOfTimeline = log?.contains(element) && element !== log;
    if (nowhere.has(name) || (isOfTimeline && !timeline.has(name))) found.push(`<${name}>`);
    if (name === "script" && (element.textContent !== "" || !element.src)) found.push(`<script>${element.textContent.slice(0, 50)}`);
    if (name === "meta" && element.httpEquiv !== "") found.push(`<meta http-equiv=${element.httpEquiv}>`);
    for (const { name: attribute, value } of element.attributes) {
      if (/^on/i.test(attribute)) found.push(`${name} ${attribute}`);
      if (attribute === "style" && element.closest(".prose, bdi")) found.push(`${name} style=${value}`);
      if (!targets.has(attribute)) continue;
      const isOwn = URL.canParse(value, location.href) && new URL(value, location.href).origin === location.origin;
      const isFollowed = name === "a" && /^(https?:\/\/|mailto:)/.test(value);
      const isIcon = name === "link" && value.startsWith("data:image/");
      if (!isOwn && !isFollowed && !isIcon) found.push(`${name} ${attribute}=${value}`);
    }
  }
  if (window.name !== "") found.push(`window.name = ${window.name}`);
  for (const key in {}) found.push(`Object.prototype.${key}`);
  if (getComputedStyle(document.body).display === "none") found.push("a hidden page");
  if (typeof document.cookie !== "string" || !(document.body instanceof HTMLBodyElement)) found.push("a clobbered document");
  return found;
}

export class Harm {
  #page;
  #origin;
  #seen = [];

  /** Before the page is opened. address  of the server */
  static async watch(page, address) {
    const harm = new Harm();
    harm.#page = page;
    harm.#origin = new URL(address).origin;
    const see = (what) => harm.#seen.push(what);
    await page.exposeBinding("tellHarm", (_, what) => see(what));
    await page.addInitScript(setTraps);
    page.on("dialog", (dialog) => see(`ran ${dialog.type()}(${dialog.message()})`));
    page.on("popup", (popup) => see(`opened ${popup.url()}`));
    page.on("download", (download) => see(`downloaded ${download.url()}`));
    page.on("framenavigated", (frame) => {
      if (frame !== page.mainFrame() || !harm.#isOwn(frame.url())) see(`went to ${frame.url()}`);
    });
    page.on("request", (request) => {
      const url = request.url();
      if (!harm.#isOwn(url) && !/^(data:image\/|blob:)/.test(url)) see(`asked for ${url}`);
    });
    return harm;
  }

  #isOwn(url) {
    return url === "about:blank" || new URL(url.replace(/^ws/, "http")).origin === this.#origin;
  }

  /** All harm that was done until now; it is told once. */
  async look() {
    const foreign = await this.#page.evaluate(findForeign);
    return [...this.#seen.splice(0), ...foreign];
  }
  async isNone(where) {
    assert.deepEqual(await this.look(), [], where);
  }
}

/** The letters and digits, which Markdown neither adds nor moves. */
export const lettersOf = (text) => text.normalize("NFC").replace(/[^\p{L}\p{N}]/gu, "");

/** `part` is `whole` with some of it left out. */
export function isWithin(part, whole) {
  let at = 0;
  for (const character of part) {
    at = whole.indexOf(character, at);
    if (at < 0) return false;
    at += character.length;
  }
  return true;
}
