// The figures docs promise, measured in a real browser and printed. Sizes are held elsewhere; times depend on the machine.
import assert from "node:assert/strict";
import { until } from "../support_js/until.mjs";
import { chatter, scene } from "./support/scene.mjs";

scene("what opening, typing and switching take", async (stage) => {
  const bot = await stage.bot("bot");
  await chatter(bot, "lobby", 300);
  const ada = await stage.person("ada");
  await ada.hears("bot says 299");

  // Opening, from the address to the newest message.
  const opening = [];
  for (let turn = 0; turn < 3; turn += 1) {
    await ada.page.goto("about:blank");
    const start = performance.now();
    await ada.open();
    await ada.hears("bot says 299");
    opening.push(performance.now() - start);
  }
  const paint = await ada.page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime);

  // From Enter to the message on the screen, and to its number from the server.
  const sent = await ada.page.evaluate(async () => {
    const field = document.querySelector("#composer");
    const set = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set;
    const times = [];
    for (let turn = 0; turn < 5; turn += 1) {
      const text = `Measured ${turn}`;
      set.call(field, text);
      field.dispatchEvent(new InputEvent("input", { bubbles: true }));
      await new Promise(requestAnimationFrame);
      const start = performance.now();
      const find = (selector) =>
        new Promise((found) => {
          const look = () =>
            [...document.querySelectorAll(selector)].some((row) => row.textContent.includes(text))
              ? found(performance.now() - start)
              : requestAnimationFrame(look);
          look();
        });
      field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
      const shown = await find("article");
      const numbered = await find("article[data-seq]");
      times.push({ shown, numbered });
    }
    return times;
  });

  // Switching to a room whose messages are known.
  await ada.createRoom("Kitchen");
  await ada.goTo("Lobby");
  const switching = await ada.page.evaluate(async () => {
    const times = [];
    for (let turn = 0; turn < 6; turn += 1) {
      const name = turn % 2 === 0 ? "Kitchen" : "Lobby";
      const link = [...document.querySelectorAll(".room-link")].find((each) => each.textContent.includes(name));
      const start = performance.now();
      link.click();
      await new Promise((painted) => {
        const look = () =>
          document.querySelector("h1")?.textContent.includes(name) && document.querySelector("[role=log]")
            ? requestAnimationFrame(painted)
            : requestAnimationFrame(look);
        look();
      });
      times.push(performance.now() - start);
    }
    return times;
  });

  const ms = (values) => values.map((value) => `${Math.round(value)}`).join(", ");
  console.log(`opening to the newest message: ${ms(opening)} ms; first paint of the last: ${Math.round(paint)} ms`);
  console.log(`Enter to one's message: ${ms(sent.map(({ shown }) => shown))} ms; to its number: ${ms(sent.map(({ numbered }) => numbered))} ms`);
  console.log(`switching to a known room: ${ms(switching)} ms`);
});

scene("10,000 messages in one conversation, and 100 more a second", async (stage) => {
  const bot = await stage.bot("bot");
  const ada = await stage.person("ada");
  await chatter(bot, "lobby", 10_000, (index) => `Message ${index} of very many`);
  await ada.hears("Message 9999 of very many");
  assert.ok(await ada.isAtBottom());
  const drawn = await ada.log.getByRole("article").count();
  assert.ok(drawn < 200, `${drawn} rows are drawn`);

  const session = await ada.context.newCDPSession(ada.page);
  await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = await session.send("Runtime.getHeapUsage");

  await ada.page.evaluate(() => {
    globalThis.inputMs = [];
    document.querySelector("#composer").addEventListener("input", (event) => {
      requestAnimationFrame(() => globalThis.inputMs.push(performance.now() - event.timeStamp));
    });
  });
  const burst = chatter(bot, "lobby", 300, (index) => `Burst ${index}`);
  await ada.field().pressSequentially("Typing while it pours");
  await burst;
  await ada.hears("Burst 299");
  assert.ok(await until(() => ada.isAtBottom(), "at the end"));
  assert.equal(await ada.field().inputValue(), "Typing while it pours");
  const inputs = (await ada.page.evaluate(() => globalThis.inputMs)).sort((a, b) => a - b);
  await ada.shot("very-many");
  console.log(`heap with 10,000 messages: ${(usedSize / 2 ** 20).toFixed(1)} MB; rows drawn: ${drawn}`);
  console.log(`input to picture under load: median ${Math.round(inputs[inputs.length >> 1])} ms, worst ${Math.round(inputs.at(-1))} ms`);
});
