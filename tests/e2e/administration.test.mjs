// Administration as people meet it: rights that are given, people who are shut out and let in again, closed doors.
import assert from "node:assert/strict";
import { becomeOwner, fill, password, passwordField, register } from "./support/accounts.mjs";
import { phone } from "./support/browser.mjs";
import { scene } from "./support/scene.mjs";

async function isFine(person, what) {
  assert.deepEqual(await person.axe(), [], what);
}

async function openAdministration(person, section) {
  await person.openMenu();
  await person.choose("Administration");
  await person.page.getByRole("tab", { name: section }).click();
}
async function closeAdministration(person) {
  await person.page.keyboard.press("Escape");
  await person.dialog("Administration").waitFor({ state: "hidden" });
}
const accounts = (person) => person.page.getByRole("list", { name: "People with an account" });
const accountRow = (person, name) => accounts(person).getByRole("listitem").filter({ hasText: name });
async function chooseDeed(person, name, deed) {
  await person.button(`Actions for ${name}`).click();
  await person.choose(deed);
}

/** An owner, and others with an account, each in a browser of their own. */
async function company(stage, others) {
  const ada = await stage.stranger("ada");
  await becomeOwner(stage, ada);
  const people = [];
  for (const [name, options] of Object.entries(others)) {
    const person = await stage.stranger(name, options);
    await register(person);
    people.push(person);
  }
  return [ada, ...people];
}

scene("Who becomes a moderator may delete what others wrote at once, and reads the log alone", async (stage) => {
  const [ada, bob] = await company(stage, { bob: { ...phone, colorScheme: "dark" } });
  const eve = await stage.person("eve");
  await eve.say("Buy my watches");
  await bob.hears("Buy my watches");
  const tools = bob.message("Buy my watches").getByRole("toolbar");
  const choose = () => bob.message("Buy my watches").getByText("Buy my watches", { exact: true }).tap();
  await choose();
  await tools.waitFor();
  assert.equal(await tools.getByRole("button", { name: "Delete" }).count(), 0);

  await openAdministration(ada, "People");
  await accountRow(ada, "bob").waitFor();
  await isFine(ada, "people");
  await ada.shot("administration-people");
  await chooseDeed(ada, "bob", "Make moderator");
  await ada.dialog("Make bob a moderator?").waitFor();
  await isFine(ada, "a question about a role");
  await ada.button("Change role").click();
  await ada.sees("bob is a moderator now.");
  await accountRow(ada, "bob").getByText("Moderator", { exact: true }).waitFor();

  await tools.getByRole("button", { name: "Delete" }).tap();
  await bob.dialog("Delete this message?").getByRole("button", { name: "Delete" }).tap();
  await ada.log.getByText("Message deleted").waitFor();
  await eve.log.getByText("Message deleted").waitFor();

  await bob.button("Open the room list").tap();
  await openAdministration(bob, "Log");
  assert.deepEqual(await bob.page.getByRole("tab").allTextContents(), ["Log"]);
  await bob.sees(/made .*bob.* a moderator/);
  await isFine(bob, "log, phone, dark");
  await bob.shot("administration-log-phone");

  await chooseDeed(ada, "bob", "Make member");
  await ada.button("Change role").click();
  await ada.sees("bob is a member now.");
  await bob.sees("You may not look after this server any more.");
  await closeAdministration(bob);
  await bob.openMenu();
  assert.equal(await bob.page.getByRole("menuitem", { name: "Administration" }).count(), 0);
});

scene("Who is suspended is told so, stays out, and comes in again when it is lifted", async (stage) => {
  const [ada, bob] = await company(stage, { bob: {} });
  await openAdministration(ada, "People");
  await chooseDeed(ada, "bob", "Suspend…");
  await ada.dialog("Suspend bob?").waitFor();
  await isFine(ada, "suspending");
  await ada.page.getByRole("radio", { name: "For 1 week" }).check();
  await ada.page.getByLabel("Reason (optional)").fill("Spam in every room");
  await ada.shot("administration-suspend");
  await ada.button("Suspend").click();
  await accountRow(ada, "bob").getByText(/^Suspended until/).waitFor();

  await bob.sees(/Your account was suspended/);
  await isFine(bob, "suspended");
  await passwordField(bob).fill(password);
  await bob.page.keyboard.press("Enter");
  await bob.sees(/This account is suspended until .* The reason given: Spam in every room/);
  await isFine(bob, "suspended, signing in");
  await bob.shot("administration-suspended");
  await bob.page.reload();
  await bob.button("Sign in").click();
  await fill(bob, "bob", "not the password");
  await bob.sees("Name or password is wrong.");

  await chooseDeed(ada, "bob", "Lift suspension");
  await ada.sees("bob may come in again.");
  await fill(bob, "bob");
  await bob.log.waitFor();
  await bob.say("I am back");
  await bob.hears("I am back");

  await chooseDeed(ada, "bob", "Sign out everywhere");
  await ada.button("Sign out").click();
  await bob.sees(/signed out here from another device/);
  await fill(bob, "bob");
  await bob.log.waitFor();
  await ada.page.getByRole("tab", { name: "Log" }).click();
  for (const told of [/signed .*bob.* out everywhere/, /lifted the suspension of .*bob/, /suspended .*bob.* until/])
    await ada.sees(told);
  await closeAdministration(ada);
});

scene("A registration that is closed in the page is closed, and open again as configured", async (stage) => {
  const [ada] = await company(stage, {});
  await openAdministration(ada, "Server");
  await ada.page.getByText("As configured: Everybody.").waitFor();
  await ada.sees("Size of the database");
  await isFine(ada, "server");
  await ada.page.getByRole("radio", { name: "Nobody" }).check();
  await ada.button("Save").click();
  await ada.sees("Saved.");
  await ada.sees(/The configuration says: Everybody/);
  await ada.shot("administration-server");

  const eve = await stage.stranger("eve");
  await eve.open();
  await eve.sees(/online/);
  assert.equal(await eve.button("Create account").count(), 0);
  await ada.page.getByRole("checkbox", { name: /without an account/ }).uncheck();
  await ada.button("Save").click();
  await ada.button("Guests: go back to the configuration").waitFor();
  await eve.page.reload();
  await passwordField(eve).waitFor();
  assert.equal(await eve.button("Join without an account").count(), 0);

  await ada.button("Who can create an account: go back to the configuration").click();
  await ada.page.getByText("As configured: Everybody.").waitFor();
  await register(eve);
});

scene("Somebody is found by the beginning of their name and made an admin, with the keyboard alone", async (stage) => {
  const [ada] = await company(stage, { bob: {}, boris: {} });
  await openAdministration(ada, "People");
  await accountRow(ada, "boris").waitFor();
  await ada.page.keyboard.press("Tab");
  await ada.page.keyboard.press("Tab");
  await ada.page.keyboard.type("BOR");
  await accountRow(ada, "bob").waitFor({ state: "hidden" });
  await ada.page.keyboard.press("Tab");
  await ada.page.keyboard.press("Enter");
  await ada.page.getByRole("menuitem", { name: "Make admin" }).waitFor();
  await ada.page.keyboard.press("Enter");
  await ada.dialog("Make boris an admin?").waitFor();
  await ada.page.keyboard.press("Enter");
  await ada.sees("boris is an admin now.");
  // The focus is back where it was, and Escape leaves the page.
  assert.equal(await ada.page.evaluate(() => document.activeElement?.getAttribute("aria-label")), "Actions for boris");
  await closeAdministration(ada);
});
