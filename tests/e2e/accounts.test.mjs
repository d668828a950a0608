// Accounts as people meet them: making one, signing in here and there, and what others see of it.
import assert from "node:assert/strict";
import { fill, nameField, ownerLink, password, passwordField, register, signIn } from "./support/accounts.mjs";
import { desktop, phone } from "./support/browser.mjs";
import { scene } from "./support/scene.mjs";

const quick = ["--no-rate-limits", "--leave-grace-ms", "300"];

async function isFine(person, what) {
  assert.deepEqual(await person.axe(), [], what);
}

/** The hue of the picture beside the message that contains `text`. */
const hueBeside = (person, text) =>
  person.message(text).locator(".avatar").evaluate((picture) => getComputedStyle(picture).getPropertyValue("--hue").trim());

scene("An account outlives a reload, and is the same person elsewhere", async (stage) => {
  const ada = await stage.stranger("ada");
  await register(ada);
  await ada.createRoom("Kitchen");
  await ada.say("Soup is ready", "Kitchen");
  await ada.hears("Soup is ready");
  await ada.page.reload();
  await ada.isIn("Kitchen");
  await ada.hears("Soup is ready");

  const elsewhere = await stage.stranger("ada", phone);
  await signIn(elsewhere, "ada", "wrong horse");
  await elsewhere.sees("Name or password is wrong.");
  await isFine(elsewhere, "wrong password");
  await fill(elsewhere, "ada");
  await elsewhere.log.waitFor();
  await elsewhere.button("Open the room list").tap();
  await elsewhere.goTo("Kitchen");
  await elsewhere.hears("Soup is ready");
  await elsewhere.field("Kitchen").fill("On my way");
  await elsewhere.button("Send").tap();
  await ada.hears("On my way");
  assert.equal(await ada.message("On my way").locator(".message-name, .sr-only").first().textContent(), "ada");
}, { flags: quick });

scene("A name that is an account's is nobody else's", async (stage) => {
  const ada = await stage.stranger("ada");
  await register(ada);
  const eve = await stage.stranger("eve");
  await eve.open();
  await eve.enter("ada");
  await eve.sees(/ada is here already/);
  await eve.button("Create account").click();
  await fill(eve, "ada");
  await eve.sees("Somebody has that name already.");
  const suggested = eve.page.getByRole("group", { name: "Suggestions" }).getByRole("button").first();
  const name = await suggested.textContent();
  await suggested.click();
  await eve.button(`${name}, your menu`).waitFor();
});

scene("A guest becomes an account and keeps rooms, messages and what is being written", async (stage) => {
  const [ada, bob] = await stage.persons("ada", "bob");
  await ada.createRoom("Kitchen");
  await ada.say("I was a guest", "Kitchen");
  await ada.hears("I was a guest");
  const other = await ada.tab();
  await other.open("/r/lobby");
  await other.log.waitFor();
  await ada.field("Kitchen").fill("Begun");

  await ada.openMenu();
  await ada.shot("accounts-menu");
  await ada.choose("Create account");
  await ada.dialog("Create account").waitFor();
  await isFine(ada, "create account");
  await ada.shot("accounts-become");
  assert.equal(await nameField(ada).inputValue(), "ada");
  await passwordField(ada).fill("short");
  await ada.page.keyboard.press("Enter");
  await ada.sees(/needs at least 8 characters/);
  await passwordField(ada).fill(password);
  await ada.page.keyboard.press("Enter");
  await ada.dialog("Create account").waitFor({ state: "hidden" });

  await ada.page.keyboard.press("Escape");
  assert.equal(await ada.field("Kitchen").inputValue(), "Begun");
  await ada.say("I am still me", "Kitchen");
  await ada.hears("I am still me");
  await ada.edit("I was a guest", "I was a guest once");
  await ada.hears("I was a guest once");
  await bob.goTo("Lobby");
  // The other tab has followed.
  await other.say("From the other tab");
  await bob.hears("From the other tab");
  await ada.page.reload();
  await ada.hears("I am still me");
  await ada.openMenu();
  assert.equal(await ada.page.getByRole("menuitem", { name: "Create account" }).count(), 0);
  await ada.page.keyboard.press("Escape");
  // And signing out in one tab is signing out in both.
  await ada.signOut();
  await ada.nicknameField.waitFor();
  await other.sees(/signed out in another tab/);
});

scene("Who does not stay signed in is known to the tab alone", async (stage) => {
  const ada = await stage.stranger("ada");
  await ada.open();
  await ada.button("Create account").click();
  await ada.page.getByRole("checkbox", { name: "Keep me signed in" }).uncheck();
  await fill(ada, "ada");
  await ada.log.waitFor();
  await ada.page.reload();
  await ada.log.waitFor();
  const other = await ada.tab();
  await other.open();
  await other.nicknameField.waitFor();
});

scene("Sessions are listed and ended, and a new password ends all others", async (stage) => {
  const ada = await stage.stranger("ada");
  await register(ada);
  const [first, second] = [await stage.stranger("ada", phone), await stage.stranger("ada")];
  for (const each of [first, second]) {
    await signIn(each, "ada");
    await each.log.waitFor();
  }
  await first.field().fill("Begun here");
  await ada.openSettings("Account");
  const ends = ada.page.getByRole("button", { name: /^Sign out Chromium on/ });
  await ends.nth(1).waitFor();
  await isFine(ada, "account settings");
  await ada.shot("accounts-sessions");
  await ada.page.getByRole("button", { name: "Sign out Chromium on Android" }).or(ends.first()).first().click();
  const ended = await Promise.race(
    [first, second].map(async (each) => {
      await each.sees(/signed out here from another device/);
      return each;
    }),
  );
  await isFine(ended, "ended elsewhere");
  await ended.shot("accounts-ended");
  assert.equal(await nameField(ended).inputValue(), "ada");
  await passwordField(ended).fill(password);
  await ended.page.keyboard.press("Enter");
  await ended.log.waitFor();

  await passwordField(ada, "Current password").fill("not this one");
  await passwordField(ada, "New password").fill("battery staple");
  await ada.button("Change password").click();
  await ada.sees("That is not your current password.");
  await passwordField(ada, "Current password").fill(password);
  await ada.button("Change password").click();
  await ada.sees(/Your password is changed/);
  for (const each of [first, second]) await each.sees(/Your password was changed/);
  await fill(second, "ada", password);
  await second.sees("Name or password is wrong.");
  await fill(second, "ada", "battery staple");
  await second.log.waitFor();
  assert.equal(await first.page.evaluate(() => localStorage.getItem("parlor.draft.lobby")), "Begun here");
});

scene("A profile is seen by everybody", async (stage) => {
  const ada = await stage.stranger("ada");
  await register(ada);
  await ada.say("Look at me");
  const bob = await stage.person("bob");
  await bob.hears("Look at me");
  await bob.button(/online, show who/).click();
  const members = bob.page.getByRole("region", { name: "Online now" });
  await members.getByText("ada").waitFor();

  await ada.openSettings("Profile");
  await isFine(ada, "profile");
  await ada.page.getByLabel("Status").fill("Out for lunch");
  await ada.page.getByRole("radio", { name: "Colour number 5" }).check({ force: true });
  await ada.shot("accounts-profile");
  await ada.button("Save").click();
  await ada.sees("Saved.");
  await members.getByText("Out for lunch").waitFor();
  await isFine(bob, "members with a status");
  await bob.shot("accounts-members");
  await bob.page.waitForFunction(
    () => getComputedStyle(document.querySelector("[role=log] .avatar")).getPropertyValue("--hue").trim() === "120",
  );
  assert.equal(await hueBeside(bob, "Look at me"), "120");

  await nameField(ada).fill("countess");
  await ada.button("Save").click();
  await members.getByText("countess").waitFor();
  await ada.page.keyboard.press("Escape");
  await ada.button("countess, your menu").waitFor();
  assert.equal(await bob.message("Look at me").locator(".message-name").textContent(), "ada");
  // Who comes later asks, and sees the same.
  const eve = await stage.person("eve");
  await eve.hears("Look at me");
  await eve.page.waitForFunction(
    () => getComputedStyle(document.querySelector("[role=log] .avatar")).getPropertyValue("--hue").trim() === "120",
  );
  await ada.signOut();
  await ada.button("Sign in").click();
  await fill(ada, "countess");
  await ada.log.waitFor();
});

scene("The owner's link makes the owner, and invites let others in", async (stage) => {
  const link = ownerLink(stage);
  const ada = await stage.stranger("ada", phone);
  await ada.open(link);
  await ada.sees("Make the owner’s account");
  assert.equal(new URL(ada.page.url()).hash, "");
  await isFine(ada, "owner");
  await ada.shot("accounts-owner-phone");
  await fill(ada, "ada");
  await ada.log.waitFor();

  const eve = await stage.stranger("eve", { colorScheme: "dark" });
  await eve.open();
  await eve.sees("Creating an account here needs an invite.");
  assert.equal(await eve.button("Create account").count(), 0);
  await isFine(eve, "invite needed, dark");
  await eve.open("/#invite=nonsense");
  await eve.sees(/used up, expired or was taken back/);

  await ada.button("Open the room list").tap();
  await ada.openSettings("Invites");
  await ada.sees(/There are no open invites/);
  await ada.button("Make a link").tap();
  const made = ada.page.getByRole("textbox", { name: "The link" });
  await made.waitFor();
  const { hash } = new URL(await made.inputValue());
  await ada.sees("0 of 1 used");
  await isFine(ada, "invites");
  await ada.shot("accounts-invites-phone");

  await eve.open(`/${hash}`);
  await eve.sees(/You were invited/);
  await isFine(eve, "invited, dark");
  await eve.shot("accounts-invited-dark");
  await fill(eve, "eve");
  await eve.log.waitFor();
  await eve.open(`/${hash}`);
  await eve.sees(/You have an account here already/);
  await isFine(eve, "invited already, dark");

  await ada.page.getByLabel("For how many people").fill("2");
  await ada.button("Make a link").tap();
  await ada.sees("0 of 2 used");
  await ada.page.getByRole("button", { name: "Take back the invite by ada" }).first().tap();
  await ada.sees(/There are no open invites/);

  const dan = await stage.stranger("dan");
  await dan.open(`/${hash}`);
  await dan.sees(/used up, expired or was taken back/);
}, { flags: [...quick, "--registration", "invite"] });

for (const [where, options] of [["desk, light", desktop], ["phone, dark", { ...phone, colorScheme: "dark" }]]) {
  scene(`A server without guests asks to sign in: ${where}`, async (stage) => {
    const ada = await stage.stranger("ada", options);
    await ada.open();
    await passwordField(ada).waitFor();
    assert.equal(await ada.page.getByRole("textbox", { name: "Nickname" }).count(), 0);
    await isFine(ada, "no guests");
    await ada.shot(`accounts-no-guests-${where.replace(/\W+/g, "-")}`);
    await ada.button("Create account").click();
    await ada.sees(/The name is then yours/);
    await isFine(ada, "create account");
    await fill(ada, "ada");
    await ada.log.waitFor();
    await ada.page.reload();
    await ada.log.waitFor();
  }, { flags: [...quick, "--guests", "false"] });
}
