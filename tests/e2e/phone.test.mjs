// Parlor on a phone: one column, the room list over it, the composer at hand.
import assert from "node:assert/strict";
import { phone } from "./support/browser.mjs";
import { scene } from "./support/scene.mjs";

/** Nothing is wider than the screen. */
async function fits(person) {
  const { scroll, client } = await person.page.evaluate(() => ({
    scroll: document.documentElement.scrollWidth,
    client: document.documentElement.clientWidth,
  }));
  assert.ok(scroll <= client, `${scroll} px wide on a screen of ${client}`);
}

scene("a phone joins, talks, and changes rooms with the list over the conversation", async (stage) => {
  const ada = await stage.person("ada");
  const bob = await stage.stranger("bob", phone);
  await bob.open();
  await bob.shot("phone-join");
  await fits(bob);
  await bob.nicknameField.fill("bob");
  await bob.button("Join").tap();
  await bob.log.waitFor();
  await ada.say("Hello from the desk, with a_very_long_word_that_does_not_fit_into_one_line_of_a_phone_but_must_not_make_it_wider");
  await bob.sees(/Hello from the desk/);
  await fits(bob);
  // On a touch keyboard Enter breaks the line, and the button sends.
  await bob.field().fill("Hello");
  await bob.field().press("Enter");
  await bob.field().pressSequentially("from the train");
  await bob.button("Send").tap();
  await ada.sees(/from the train/);
  await bob.hasSentAll();
  await bob.shot("phone-chat");

  await ada.createRoom("Kitchen");
  await bob.button("Open the room list").tap();
  await bob.button("Browse rooms").waitFor();
  await bob.shot("phone-rooms");
  await bob.button("Browse rooms").tap();
  await bob.button("Join Kitchen").waitFor();
  await bob.shot("phone-directory");
  await fits(bob);
  await bob.button("Join Kitchen").tap();
  await bob.isIn("Kitchen");
  // Choosing a room puts the list away.
  await bob.roomLink("Kitchen").waitFor({ state: "hidden" });
  await bob.field("Kitchen").fill("Soup?");
  await bob.button("Send").tap();
  await ada.hears("Soup?");
  await bob.button(/online, show who/).tap();
  await bob.page.getByRole("region", { name: "Online now" }).getByText("ada").waitFor();
  await bob.shot("phone-members");
  await bob.page.keyboard.press("Escape");
  await bob.page.getByRole("region", { name: "Online now" }).waitFor({ state: "hidden" });
});

scene("the composer stays in sight on a low screen, and a long draft leaves the conversation its place", async (stage) => {
  const bob = await stage.person("bob", { ...phone, viewport: { width: 390, height: 380 } });
  await bob.field().fill("line\n".repeat(20));
  const screen = bob.page.viewportSize();
  const send = await bob.button("Send").boundingBox();
  assert.ok(send.y + send.height <= screen.height, "the button is on the screen");
  const log = await bob.log.boundingBox();
  assert.ok(log.height > 80, `the conversation has ${log.height} px`);
  await bob.shot("phone-low");
});

scene("dark: chosen by the system or by the person, and kept", async (stage) => {
  const isDark = (person, wanted = true) =>
    person.page.waitForFunction((dark) => {
      const pixel = new OffscreenCanvas(1, 1).getContext("2d");
      pixel.fillStyle = getComputedStyle(document.documentElement).backgroundColor;
      pixel.fillRect(0, 0, 1, 1);
      return pixel.getImageData(0, 0, 1, 1).data[0] < 80 === dark;
    }, wanted);
  const bob = await stage.person("bob", { ...phone, colorScheme: "dark" });
  await isDark(bob);
  await bob.field().fill("Good night");
  await bob.button("Send").tap();
  await bob.hears("Good night");
  await bob.shot("phone-dark");
  await bob.button("Open the room list").tap();
  await bob.shot("phone-dark-rooms");
  await bob.openSettings("Appearance");
  await bob.shot("phone-dark-settings");
  await bob.page.getByRole("radio", { name: "Light" }).tap();
  await isDark(bob, false);
  await bob.page.reload();
  await bob.log.waitFor();
  await isDark(bob, false);

  const ada = await stage.person("ada", { colorScheme: "light" });
  await isDark(ada, false);
  await ada.openSettings("Appearance");
  await ada.page.getByRole("radio", { name: "Dark" }).check();
  await isDark(ada);
  await ada.page.keyboard.press("Escape");
  await ada.say("Dark here now");
  await ada.hears("Dark here now");
  await ada.shot("dark");
});
