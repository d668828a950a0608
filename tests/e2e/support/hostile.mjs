/** What the tests with hostile texts share: the texts in batches, somebody whose page is watched, a field that hears all of them. */
import { Harm } from "./harm.mjs";
import { samples, vectors } from "./xss_vectors.mjs";

export const texts = vectors.map(({ text }) => text);

/** Tall enough to have a whole batch of messages drawn. */
const tall = { viewport: { width: 1280, height: 4_000 } };
export const together = 20;

export function* batches(size = together) {
  for (let from = 0; from < texts.length; from += size) yield texts.slice(from, from + size);
}

/** Every nth of the samples. */
export const some = (n, first = 0) => samples.filter((_, index) => index % n === first);

/** Types all of them, one over the other: some with the keyboard's events, all as the field hears them. */
export async function typeAll(field) {
  for (const { text } of some(5)) await field.fill(text);
  await field.evaluate(async (element, all) => {
    const { set } = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(element), "value");
    for (const text of all) {
      set.call(element, text);
      element.dispatchEvent(new InputEvent("input", { bubbles: true }));
      await null;
    }
    await new Promise((shown) => requestAnimationFrame(shown));
  }, texts);
}

/** The server's own name is a field, too; each scene has another. */
export const called = (name) => ({ flags: ["--no-rate-limits", "--leave-grace-ms", "300", "--name", name] });

/** Somebody whose page is watched from its beginning. */
export async function watched(stage, nickname, options = tall) {
  const person = await stage.stranger(nickname, options);
  person.harm = await Harm.watch(person.page, person.address);
  return person;
}

