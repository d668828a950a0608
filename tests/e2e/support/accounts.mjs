/** Accounts as people make and use them in the page. */
export const password = "correct horse";

export const nameField = (person) => person.page.getByRole("textbox", { name: "Name", exact: true });
export const passwordField = (person, label = "Password") => person.page.getByLabel(label, { exact: true });

/** Fills the form that is shown, and sends it by Enter. */
export async function fill(person, name, secret = password) {
  await nameField(person).fill(name);
  await passwordField(person).fill(secret);
  await person.page.keyboard.press("Enter");
}

/** Makes an account at the join screen. */
export async function register(person, name = person.nickname) {
  await person.open();
  await person.button("Create account").click();
  await fill(person, name);
  await person.log.waitFor();
}

export async function signIn(person, name, secret = password) {
  await person.open();
  await person.button("Sign in").click();
  await fill(person, name, secret);
}

/** The address by which the owner's account is made, as the server told it when it started. */
export function ownerLink(stage) {
  const link = /\/#owner=\S+/.exec(stage.server.log)?.[0];
  if (link === undefined) throw new Error(`no owner's link in ${stage.server.log}`);
  return link;
}

/** Makes the owner's account. */
export async function becomeOwner(stage, person) {
  await person.open(ownerLink(stage));
  await fill(person, person.nickname);
  await person.log.waitFor();
}
