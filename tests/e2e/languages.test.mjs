// The page speaks the browser's language or the one that is chosen, and can be turned from right to left.
import assert from "node:assert/strict";
import { phone } from "./support/browser.mjs";
import { scene } from "./support/scene.mjs";

const german = { locale: "de-DE", colorScheme: "dark" };

async function isFine(person, what) {
  assert.deepEqual(await person.axe(), [], what);
}

/** The page does not reach beyond its window on either side. */
async function fits(person, what) {
  const beyond = await person.page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    const out = [...document.querySelectorAll("header, main, aside, .composer, .sidebar, [role=log], dialog")]
      .filter((element) => element.checkVisibility({ visibilityProperty: true }))
      .filter((element) => {
        const { left, right } = element.getBoundingClientRect();
        return left < -1 || right > clientWidth + 1;
      });
    return { wider: scrollWidth - clientWidth, out: out.map((element) => element.className || element.tagName) };
  });
  assert.deepEqual(beyond, { wider: 0, out: [] }, what);
}

const langOf = ({ page }) => page.evaluate(() => document.documentElement.lang);

/** Which files of words the page has loaded: how often each. */
function wordsLoaded({ page }) {
  return page.evaluate(() => {
    const tag = document.querySelector("script[data-words-en]");
    const loaded = performance.getEntriesByType("resource").map(({ name }) => new URL(name).pathname);
    const times = (file) => loaded.filter((path) => path === file).length;
    return { en: times(tag.dataset.wordsEn), de: times(tag.dataset.wordsDe) };
  });
}

/** A stranger with a German browser joins, with the German words of the page. */
async function joinInGerman(stage, nickname, options) {
  const person = await stage.stranger(nickname, options);
  await person.open();
  await person.sees("Gib einen Namen ein und rede mit.");
  await isFine(person, "join, in German");
  await fits(person, "join, in German");
  assert.equal(await langOf(person), "de");
  await person.shot(`german-join-${nickname}`);
  await person.page.getByRole("textbox", { name: "Name", exact: true }).fill(nickname);
  await person.button("Beitreten").click();
  await person.page.getByRole("log", { name: "Nachrichten" }).waitFor();
  return person;
}

const germanMessage = ({ page }, text) =>
  page.getByRole("log", { name: "Nachrichten" }).getByRole("article").filter({ hasText: text }).first();
const germanField = ({ page }) => page.getByRole("textbox", { name: "Nachricht an Lobby", exact: true });

scene("a German browser gets German, until English is chosen", async (stage) => {
  const bob = await stage.person("bob");
  const ada = await joinInGerman(stage, "ada", german);
  const { page } = ada;
  assert.deepEqual(await wordsLoaded(ada), { en: 0, de: 1 });
  await bob.say("Hello **ada**");
  await germanMessage(ada, "Hello ada").waitFor();
  await stage.bot("carol");
  await ada.sees("Neu dabei: carol");
  await ada.sees("Heute");
  await germanMessage(ada, "Hello ada").hover();
  await germanMessage(ada, "Hello ada").getByRole("button", { name: "Antworten" }).waitFor();
  await isFine(ada, "conversation, in German");
  await germanField(ada).fill("Angefangen");

  await ada.button("ada, dein Menü").click();
  await ada.choose("Einstellungen");
  await page.getByRole("tab", { name: "Aussehen" }).click();
  const settings = ada.dialog("Einstellungen");
  await settings.getByRole("radio", { name: "System" }).nth(1).waitFor();
  assert.ok(await settings.getByRole("group", { name: "Sprache" }).getByRole("radio", { name: "System" }).isChecked());
  await isFine(ada, "settings, in German");
  await ada.shot("german-settings");

  const english = settings.getByRole("radio", { name: "English" });
  await english.focus();
  await page.keyboard.press("Space");
  await ada.dialog("Settings").waitFor();
  assert.equal(await langOf(ada), "en");
  const stillChosen = ada.dialog("Settings").getByRole("radio", { name: "English" });
  assert.ok(await stillChosen.evaluate((radio) => radio.checked && document.activeElement === radio), "the focus stays");
  await isFine(ada, "settings, changed to English");
  await page.keyboard.press("Escape");
  await ada.dialog("Settings").waitFor({ state: "hidden" });
  assert.equal(await ada.field().inputValue(), "Angefangen");
  await ada.sees("Today");
  await ada.message("Hello ada").waitFor();

  await page.reload();
  await ada.log.waitFor();
  assert.equal(await langOf(ada), "en");
  assert.equal(await ada.field().inputValue(), "Angefangen");
  assert.deepEqual(await wordsLoaded(ada), { en: 1, de: 0 });
  await ada.say("Written in English");
  await bob.hears("Written in English");

  // A second tab hears of the choice.
  const other = await ada.tab();
  await other.open();
  await other.log.waitFor();
  await ada.openSettings("Appearance");
  await ada.dialog("Settings").getByRole("radio", { name: "Deutsch" }).click();
  await ada.dialog("Einstellungen").waitFor();
  await other.page.getByRole("log", { name: "Nachrichten" }).waitFor();
  await ada.dialog("Einstellungen").getByRole("group", { name: "Sprache" }).getByRole("radio", { name: "English" }).click();
  await other.log.waitFor();
});

scene("a language that cannot be loaded is not chosen", async (stage) => {
  const ada = await stage.person("ada");
  const { page } = ada;
  await ada.openSettings("Appearance");
  const settings = ada.dialog("Settings");
  await settings.getByRole("radio", { name: "Deutsch" }).waitFor();
  await page.route("**/assets/first-*.js", (route) => route.abort());
  await settings.getByRole("radio", { name: "Deutsch" }).click();
  await ada.sees("That language could not be loaded. Try again.");
  assert.ok(await settings.getByRole("group", { name: "Language" }).getByRole("radio", { name: "System" }).isChecked());
  assert.equal(await langOf(ada), "en");
  await isFine(ada, "settings, language failed");

  await page.unroute("**/assets/first-*.js");
  await settings.getByRole("radio", { name: "Deutsch" }).click();
  await ada.dialog("Einstellungen").waitFor();
  assert.equal(await langOf(ada), "de");
});

scene("German on a phone", async (stage) => {
  const bob = await stage.person("bob");
  const eve = await joinInGerman(stage, "eve", { ...phone, ...german });
  const { page } = eve;
  await bob.say("Hello **eve**, this is a rather long message for so small a window");
  await eve.sees("a rather long message");
  await germanField(eve).fill("x".repeat(4_001));
  await eve.sees("1 Zeichen zu lang. Kürze den Text und sende ihn dann.");
  await isFine(eve, "conversation on a phone");
  await fits(eve, "conversation on a phone");
  await eve.shot("german-phone");
  await germanField(eve).fill("");

  await eve.button("Raumliste öffnen").tap();
  await isFine(eve, "room list on a phone");
  await eve.button("eve, dein Menü").tap();
  await fits(eve, "own menu, in German");
  await eve.choose("Einstellungen");
  await fits(eve, "profile, in German");
  await page.getByRole("tab", { name: "Aussehen" }).tap();
  await eve.dialog("Einstellungen").waitFor();
  await isFine(eve, "settings on a phone");
  await fits(eve, "settings on a phone");
  await eve.shot("german-phone-settings");
  await eve.button("Tastenkürzel").tap();
  await eve.dialog("Tastatur").waitFor();
  await fits(eve, "keys on a phone");
  await page.keyboard.press("Escape");
});

for (const [where, options] of [["desk", {}], ["phone", phone]]) {
  scene(`from right to left on a ${where}`, async (stage) => {
    const bob = await stage.person("bob");
    const ada = await stage.person("ada", options);
    const { page } = ada;
    await bob.say("Hello **ada**, see `code` and\n\n> a quote");
    await ada.sees("a quote");
    await page.evaluate(() => {
      document.documentElement.dir = "rtl";
    });
    await fits(ada, "conversation");
    if (where === "phone") await ada.button("Open the room list").tap();
    await page.waitForFunction(() => {
      const { right } = document.querySelector(".sidebar").getBoundingClientRect();
      return Math.abs(right - document.documentElement.clientWidth) < 2;
    });
    await isFine(ada, "from right to left");
    await fits(ada, "with the sidebar");
    await ada.shot(`rtl-${where}`);
    await ada.openSettings();
    await fits(ada, "settings, profile");
    await ada.page.getByRole("tab", { name: "Appearance" }).click();
    await fits(ada, "settings, appearance");
  });
}
