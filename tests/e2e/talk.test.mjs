// People in browsers talk to each other.
import assert from "node:assert/strict";
import { scene } from "./support/scene.mjs";

scene("three people at once read the same conversation in the same order", async (stage) => {
  const [ada, bob, eve] = await stage.persons("ada", "bob", "eve");
  await ada.say("Hello, anybody here?");
  await bob.hears("Hello, anybody here?");
  await bob.say("I am.");
  await eve.hears("I am.");
  await eve.say("So am I.");
  await Promise.all([ada.say("Good."), bob.say("Fine."), eve.say("Great.")]);
  for (const person of [ada, bob, eve]) {
    for (const text of ["Good.", "Fine.", "Great."]) await person.hears(text);
    await person.hasSentAll();
  }
  const told = await ada.texts();
  assert.deepEqual(told.slice(0, 3), ["Hello, anybody here?", "I am.", "So am I."]);
  assert.deepEqual(await bob.texts(), told);
  assert.deepEqual(await eve.texts(), told);
  assert.equal(told.length, 6);
  await ada.shot("talk");
});

scene("coming and going is told in one quiet line each", async (stage) => {
  const ada = await stage.person("ada");
  const bob = await stage.person("bob");
  await ada.sees("bob joined");
  await ada.button("2 online, show who").waitFor();
  await ada.say("Welcome");
  await bob.hears("Welcome");
  await stage.person("eve");
  await ada.sees("eve joined");
  await bob.sees("eve joined");
  await bob.page.close();
  await ada.sees(/bob left/);
  await ada.button("2 online, show who").waitFor();
  await ada.shot("joined-and-left");
});

scene("a reload is not a coming and going", async (stage) => {
  const [ada, bob] = await stage.persons("ada", "bob");
  await ada.sees("bob joined");
  await bob.page.reload();
  await bob.log.waitFor();
  await bob.say("Still here");
  await ada.hears("Still here");
  assert.equal(await ada.page.getByText(/left/).count(), 0);
  assert.equal(await ada.page.getByText("bob joined").count(), 1);
}, { flags: ["--no-rate-limits"] });

scene("a taken nickname is refused in words, and a suggestion is one click", async (stage) => {
  await stage.person("ada");
  const second = await stage.stranger("ada");
  await second.open();
  await second.enter("ada");
  await second.sees("ada is here already. Try ada2");
  await second.shot("nickname-taken");
  await second.page.getByRole("group", { name: "Suggestions" }).getByRole("button", { name: "ada2" }).click();
  await second.log.waitFor();
  await second.button("ada2, your menu").waitFor();
});

scene("an impossible nickname keeps the field and says why", async (stage) => {
  const ada = await stage.stranger("ada");
  await ada.open();
  await ada.button("Join").click();
  await ada.sees("Enter a nickname first.");
  await ada.enter("...");
  await ada.sees(/cannot be used/);
  assert.equal(await ada.nicknameField.inputValue(), "...");
  await ada.enter("ada");
  await ada.log.waitFor();
});

scene("who types is told, until the message is there", async (stage) => {
  const [ada, bob, eve] = await stage.persons("ada", "bob", "eve");
  await bob.field().fill("I am thinking");
  await ada.sees("bob is typing");
  await eve.field().fill("So am I");
  await ada.sees("bob and eve are typing");
  await ada.shot("typing");
  await bob.field().press("Enter");
  await ada.sees("eve is typing", { exact: true });
  await eve.field().press("Enter");
  await ada.seesNoMore(/typing/);
});

scene("one's own message is there at once and becomes numbered; lines, bold and code are shown as meant", async (stage) => {
  const [ada, bob] = await stage.persons("ada", "bob");
  const field = ada.field();
  await field.fill("one");
  await field.press("Shift+Enter");
  await field.pressSequentially("**two** and `three`");
  await field.press("Enter");
  await bob.log.locator("strong", { hasText: "two" }).waitFor();
  await bob.log.locator("code", { hasText: "three" }).waitFor();
  assert.equal(await bob.log.locator("article br").count(), 1);
  assert.equal(await field.inputValue(), "");
});

scene("too long is counted and refused here, and the text stays", async (stage) => {
  const ada = await stage.person("ada");
  await ada.field().fill("x".repeat(3_700));
  await ada.sees("300 characters left");
  await ada.field().fill("y".repeat(4_002));
  await ada.sees(/^2 characters too long/);
  await ada.field().press("Enter");
  assert.equal((await ada.field().inputValue()).length, 4_002);
  assert.equal(await ada.log.getByRole("article").count(), 0);
  await ada.shot("too-long");
});
