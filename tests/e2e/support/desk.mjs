/** Somebody's desk: notifications as their browser would show them, whether they look at the page, and what is heard. */
import assert from "node:assert/strict";

/** Before anything of the page runs. It outlives a reload what was answered. answer  of whoever is asked */
function setDesk(answer) {
  const permissionKey = "test.permission";
  const desk = { shown: [], asked: 0, tones: 0, isAway: false };
  globalThis.desk = desk;
  globalThis.Notification = class {
    constructor(title, options) {
      this.title = title;
      this.options = options;
      this.isClosed = false;
      // Of one tag the last one is seen.
      for (const each of desk.shown) if (each.options.tag === options.tag) each.isClosed = true;
      desk.shown.push(this);
    }
    close() {
      this.isClosed = true;
    }
    static get permission() {
      return localStorage.getItem(permissionKey) ?? "default";
    }
    static async requestPermission() {
      desk.asked += 1;
      localStorage.setItem(permissionKey, answer);
      return answer;
    }
  };
  const { start } = OscillatorNode.prototype;
  OscillatorNode.prototype.start = function (...args) {
    desk.tones += 1;
    return start.apply(this, args);
  };
  Object.defineProperty(document, "hidden", { get: () => desk.isAway });
  Object.defineProperty(document, "visibilityState", { get: () => (desk.isAway ? "hidden" : "visible") });
}

export class Desk {
  #person;

  constructor(person) {
    this.#person = person;
  }

  /** Of somebody who has joined: their page comes anew. */
  static async of(person, answer = "granted") {
    await person.page.addInitScript(setDesk, answer);
    await person.page.reload();
    await person.log.waitFor();
    return new Desk(person);
  }

  async turnOn() {
    await this.#person.openSettings("Notifications");
    await this.#person.button("Turn on notifications").click();
    await this.#person.sees("Notifications are on in this browser.");
    await this.#person.page.keyboard.press("Escape");
  }

  /** Nobody looks at the page any more. */
  leave() {
    return this.#look(true);
  }
  comeBack() {
    return this.#look(false);
  }
  #look(isAway) {
    return this.#person.page.evaluate((away) => {
      globalThis.desk.isAway = away;
      document.dispatchEvent(new Event("visibilitychange"));
    }, isAway);
  }

  /** Waits until these can be seen, and no others: "title: body". */
  async shows(wanted) {
    await this.#person.page
      .waitForFunction((all) => {
        const seen = globalThis.desk.shown.filter((each) => !each.isClosed);
        return JSON.stringify(seen.map(({ title, options }) => `${title}: ${options.body}`)) === all;
      }, JSON.stringify(wanted))
      .catch(async (error) => assert.fail(`${JSON.stringify(wanted)} is not shown, but ${JSON.stringify(await this.#seen())}: ${error.message}`));
  }
  /** Clicks the newest. */
  async click() {
    await this.#person.page.evaluate(() => globalThis.desk.shown.findLast((each) => !each.isClosed).onclick(new Event("click")));
  }
  /** Takes away all that was shown until now. */
  async clear() {
    await this.#person.page.evaluate(() => globalThis.desk.shown.splice(0));
  }
  async #seen() {
    return await this.#person.page.evaluate(() => globalThis.desk.shown.map(({ title, options, isClosed }) => ({ title, ...options, isClosed })));
  }
  /** How those that can be seen were to be shown. */
  async options() {
    const seen = await this.#seen();
    return seen.filter(({ isClosed }) => !isClosed).map(({ tag, silent }) => ({ tag, silent }));
  }
  /** How many were shown, closed ones among them. */
  async count() {
    return (await this.#seen()).length;
  }
  async asked() {
    return await this.#person.page.evaluate(() => globalThis.desk.asked);
  }
  async tones() {
    return await this.#person.page.evaluate(() => globalThis.desk.tones);
  }
  async sounded() {
    await this.#person.page.waitForFunction(() => globalThis.desk.tones > 0);
  }
}
