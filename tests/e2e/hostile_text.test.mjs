// What people write is text, whatever it looks like: nothing of it runs, nothing of it becomes part of the page.
import assert from "node:assert/strict";
import { scene } from "./support/scene.mjs";

const attacks = [
  "<script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  "<svg onload=alert(1)>",
  "<svg><script>alert(1)</script></svg>",
  "<iframe srcdoc='<script>parent.alert(1)</script>'></iframe>",
  "<body onload=alert(1)>",
  "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style>",
  "<details open ontoggle=alert(1)>",
  "<input autofocus onfocus=alert(1)>",
  "<a href='javascript:alert(1)'>click</a>",
  "<style>body{display:none}</style>",
  "<link rel=stylesheet href=https://evil.example/x.css>",
  "<meta http-equiv=refresh content='0;url=https://evil.example'>",
  "<base href=https://evil.example/>",
  "<form action=https://evil.example><button>x</button></form>",
  "--><script>alert(1)</script><!--",
  "\"><script>alert(1)</script>",
  "'-alert(1)-'",
  "{{constructor.constructor('alert(1)')()}}",
  "${alert(1)}",
  "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &#x3C;b&#x3E;",
  "\u202Eevil\u202C \u2066x\u2069",
  "__proto__",
  "constructor",
];

/** Markdown's own signs are not shown. */
const readAs = new Map([["__proto__", "proto"]]);

/** Markdown that must not become a way out; what is to be read in its place. */
const links = [
  "[x](javascript:alert(1))",
  "[x](JaVaScRiPt:alert(1))",
  "[x](java\tscript:alert(1))",
  "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
  "[x](vbscript:msgbox(1))",
  "![x](javascript:alert(1))",
  "![x](x\" onerror=alert(1) y=\")",
  "<javascript:alert(1)>",
  "[x](https://ok.example/\" onclick=alert(1) z=\")",
  "`<script>alert(1)</script>`",
  "```html\n<script>alert(1)</script>\n```",
  "[a]: javascript:alert(1)\n\n[a]",
];

/** Only elements and attributes that the client itself writes are in the messages. */
function foreignParts(person) {
  return person.log.evaluate((log) => {
    const allowed = new Set(
      "div p span article header time bdi a strong em del br code pre blockquote ul ol li button svg path circle line".split(" "),
    );
    const problems = [];
    for (const element of log.querySelectorAll("*")) {
      const name = element.localName;
      if (!allowed.has(name)) problems.push(`<${name}>`);
      for (const { name: attribute, value } of element.attributes) {
        if (attribute.startsWith("on")) problems.push(`${name} ${attribute}`);
        if (["href", "src", "action"].includes(attribute) && !/^(https?:|mailto:)/.test(value)) problems.push(`${attribute}=${value}`);
      }
    }
    return problems;
  });
}

/** The pages are as they were: no script ran, nothing moved, nothing else was loaded. */
async function isUnharmed(person) {
  assert.deepEqual(await foreignParts(person), []);
  assert.equal(new URL(person.page.url()).origin, new URL(person.address).origin);
  assert.equal(await person.page.evaluate(() => document.querySelectorAll("iframe, object, embed, base, form[action]").length), 0);
  assert.equal(await person.page.evaluate(() => getComputedStyle(document.body).display !== "none"), true);
}

function watch(person) {
  const strange = [];
  person.page.on("request", (request) => {
    const { origin, protocol } = new URL(request.url());
    if (origin !== new URL(person.address).origin && !["ws:", "data:", "blob:"].includes(protocol)) strange.push(request.url());
  });
  return strange;
}

scene("in messages: shown as they were written", async (stage) => {
  const [ada, bob] = await stage.persons("ada", "bob");
  const strange = [...[ada, bob].map(watch)];
  for (const text of attacks) {
    await ada.say(text);
    await bob.hears(readAs.get(text) ?? text);
  }
  await ada.hasSentAll();
  await isUnharmed(ada);
  await isUnharmed(bob);
  await bob.shot("hostile-messages");
  await bob.page.reload();
  await bob.log.waitFor();
  await bob.hears("constructor");
  await isUnharmed(bob);
  assert.deepEqual(strange.flat(), []);
});

scene("in Markdown: no link leads where none may lead", async (stage) => {
  const [ada, bob] = await stage.persons("ada", "bob");
  const strange = watch(bob);
  for (const [index, text] of links.entries()) {
    await ada.say(`${text}\n\nend ${index}`);
    await bob.sees(`end ${index}`, { exact: true });
  }
  await ada.say("[good](https://good.example/a?b=c#d)");
  const good = bob.log.getByRole("link", { name: "good" });
  await good.waitFor();
  assert.equal(await good.getAttribute("rel"), "noopener noreferrer nofollow");
  await isUnharmed(bob);
  await isUnharmed(ada);
  await bob.shot("hostile-markdown");
  assert.deepEqual(strange, []);
});

scene("in nicknames and names of rooms: shown, or refused", async (stage) => {
  const bob = await stage.person("bob");
  for (const nickname of ["<b>x</b>", "<img src=x onerror=alert(1)>", "\"><svg onload=alert(1)>", "a&lt;b", "rtl\u202Eada", "constructor"]) {
    const ada = await stage.stranger(`hostile-${nickname.length}`);
    const strange = watch(ada);
    await ada.open();
    await ada.enter(nickname);
    const refusal = ada.page.getByText(/cannot be used/);
    await ada.log.or(refusal).first().waitFor();
    if (await refusal.isVisible()) continue;
    // Marks that turn the direction of what follows are taken out; everything else stays.
    const shown = nickname.replace("\u202E", "");
    await ada.button(`${shown}, your menu`).waitFor();
    await ada.say(`I am called this (${nickname.length})`);
    await bob.hears(`I am called this (${nickname.length})`);
    await bob.button(/online, show who/).click();
    await bob.page.getByRole("region", { name: "Online now" }).getByText(shown, { exact: true }).waitFor();
    await isUnharmed(ada);
    await isUnharmed(bob);
    await bob.page.getByRole("complementary").getByRole("button", { name: "Close" }).click();
    assert.deepEqual(strange, []);
    await ada.page.close();
  }
  for (const name of ["<img src=x onerror=alert(1)>", "\"><script>alert(1)</script>", "javascript:alert(1)", "../../etc/passwd", "${alert(1)}"]) {
    await bob.button("New room").click();
    await bob.page.getByRole("textbox", { name: "Room name" }).fill(name);
    await bob.page.keyboard.press("Enter");
    const refusal = bob.page.getByText(/cannot be used/);
    const made = bob.page.getByRole("heading", { level: 1, name, exact: true });
    await refusal.or(made).first().waitFor();
    if (await refusal.isVisible()) {
      await bob.page.keyboard.press("Escape");
      await bob.dialog("Create a room").waitFor({ state: "hidden" });
      continue;
    }
    assert.match(new URL(bob.page.url()).pathname, /^\/r\/[A-Za-z0-9_-]+$/);
    await isUnharmed(bob);
  }
  await bob.button("Browse rooms").click();
  await bob.dialog("Rooms on this server").waitFor();
  await bob.shot("hostile-names");
  assert.deepEqual(await foreignParts(bob), []);
});

scene("very long words, very many lines and very odd characters break nothing", async (stage) => {
  const [ada, bob] = await stage.persons("ada", "bob");
  const texts = [
    "W".repeat(3_000),
    "line\n".repeat(200).trim(),
    `z${"\u0335\u0321\u0489".repeat(60)}algo`,
    "👩‍👩‍👧‍👦".repeat(100),
    "مرحبا بالعالم **مهم** hello",
    "> ".repeat(300) + "deep",
    "*".repeat(1_500) + "stars",
    "[".repeat(1_900) + "](".repeat(900),
    "`".repeat(1_999),
  ];
  for (const [index, text] of texts.entries()) {
    await ada.say(text);
    await ada.say(`after ${index}`);
    await bob.hears(`after ${index}`);
    assert.ok(await bob.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `message ${index} fits`);
    const log = await bob.log.evaluate((element) => element.scrollWidth <= element.clientWidth);
    assert.ok(log, `the conversation is not wider for message ${index}`);
  }
  await bob.shot("odd-characters");
});
