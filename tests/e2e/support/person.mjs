/** Somebody in front of a browser: what they do, what they see, and what went wrong in their page. */
import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";

const root = resolve(import.meta.dirname ?? new URL(".", import.meta.url).pathname, "../../..");
const artefacts = process.env.PARLOR_ARTEFACTS ?? join(root, "build/artefacts");
const patienceMs = 30_000;

/** What Chromium itself says about a server that is away. */
const awayWords = /WebSocket connection to|net::ERR_|Failed to load resource/;

export class Person {
  nickname;
  page;
  context;
  problems = [];

  constructor(nickname, context, page) {
    this.nickname = nickname;
    this.context = context;
    this.page = page;
  }

  /** address  of the server */
  static async arrive(nickname, context, address) {
    const person = new Person(nickname, context, await context.newPage());
    await person.#listen();
    person.address = address;
    return person;
  }

  /** The same person in one more tab. */
  async tab() {
    const other = await Person.arrive(this.nickname, this.context, this.address);
    other.problems = this.problems;
    return other;
  }

  async #listen() {
    const { page } = this;
    page.setDefaultTimeout(patienceMs);
    page.on("pageerror", (error) => this.problems.push(`${this.nickname}: thrown: ${error.stack ?? error}`));
    page.on("dialog", (dialog) => {
      this.problems.push(`${this.nickname}: a script ran: ${dialog.type()} ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on("console", (message) => {
      if (!["error", "warning"].includes(message.type()) || awayWords.test(message.text())) return;
      this.problems.push(`${this.nickname}: ${message.type()}: ${message.text()}`);
    });
    await page.exposeBinding("tellViolation", (_, what) => {
      this.problems.push(`${this.nickname}: CSP: ${what}`);
    });
    await page.addInitScript(() => {
      addEventListener("securitypolicyviolation", (event) => {
        globalThis.tellViolation(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
      });
    });
  }

  // Coming in.

  async open(path = "/") {
    await this.page.goto(new URL(path, this.address).href);
    return this;
  }
  get nicknameField() {
    return this.page.getByRole("textbox", { name: "Nickname" });
  }
  /** Types the nickname and presses Enter. */
  async enter(nickname = this.nickname) {
    await this.nicknameField.fill(nickname);
    await this.nicknameField.press("Enter");
  }
  async join(path = "/") {
    await this.open(path);
    await this.enter();
    await this.log.waitFor();
    return this;
  }

  // Talking.

  get log() {
    return this.page.getByRole("log", { name: "Messages" });
  }
  field(room = "Lobby") {
    return this.page.getByRole("textbox", { name: `Message ${room}`, exact: true });
  }
  async say(text, room = "Lobby") {
    const field = this.field(room);
    await field.fill(text);
    await field.press("Enter");
  }
  /** The messages in sight that read exactly `text`. */
  messages(text) {
    return this.log.getByRole("article").filter({ has: this.page.getByText(text, { exact: true }) });
  }
  /** Waits until `text` is there, numbered by the server. */
  async hears(text) {
    await this.log.locator("article[data-seq]").filter({ has: this.page.getByText(text, { exact: true }) }).first().waitFor();
  }
  /** The one message that contains `text`. */
  message(text) {
    return this.log.getByRole("article").filter({ hasText: text }).first();
  }
  /** Chooses one of the tools of the message that contains `text`. */
  async use(tool, text) {
    await this.message(text).hover();
    await this.message(text).getByRole("toolbar").getByRole("button", { name: tool, exact: true }).click();
  }
  /** Changes the text of an own message. */
  async edit(text, to) {
    await this.use("Edit", text);
    const field = this.page.getByRole("textbox", { name: "Edit message" });
    await field.fill(to);
    await field.press("Enter");
  }
  /** Deletes the message that contains `text`. */
  async delete(text) {
    await this.use("Delete", text);
    await this.dialog("Delete this message?").getByRole("button", { name: "Delete" }).click();
    await this.dialog("Delete this message?").waitFor({ state: "hidden" });
  }
  /** What stands under the message that contains `text`: ["👍 2", ...], own ones with a star. */
  reactions(text) {
    return this.message(text).evaluate((message) =>
      [...message.querySelectorAll(".reaction")].map(
        (chip) =>
          `${chip.querySelector(".reaction-emoji").textContent} ${chip.querySelector(".reaction-count").textContent}` +
          (chip.getAttribute("aria-pressed") === "true" ? "*" : ""),
      ),
    );
  }

  /** Waits until some part of the page reads `text`. */
  async sees(text, options = {}) {
    await this.page.getByText(text, options).first().waitFor();
  }
  async seesNoMore(text, options = {}) {
    await this.page.getByText(text, options).first().waitFor({ state: "hidden" });
  }
  button(name) {
    return this.page.getByRole("button", { name, exact: typeof name === "string" });
  }
  /** Opens the menu at the sidebar's foot. */
  async openMenu() {
    await this.button(/, your menu$/).click();
    await this.page.getByRole("menu", { name: "Your menu" }).waitFor();
  }
  async choose(item) {
    await this.page.getByRole("menuitem", { name: item }).click();
  }
  async openSettings(section = "Profile") {
    await this.openMenu();
    await this.choose("Settings");
    await this.page.getByRole("tab", { name: section }).click();
  }
  async signOut() {
    await this.openMenu();
    await this.choose("Sign out");
  }
  dialog(name) {
    return this.page.getByRole("dialog", { name });
  }

  /** The rendered messages from top to bottom: {seq, text}; those in sight only when `inSight`. */
  rows({ inSight = false } = {}) {
    return this.log.evaluate((log, inSightOnly) => {
      const frame = log.getBoundingClientRect();
      return [...log.querySelectorAll("article")]
        .filter((row) => {
          const box = row.getBoundingClientRect();
          return !inSightOnly || (box.bottom > frame.top && box.top < frame.bottom);
        })
        .map((row) => ({
          seq: row.dataset.seq === undefined ? null : Number(row.dataset.seq),
          text: row.querySelector(".prose")?.textContent ?? "",
          top: row.getBoundingClientRect().top - frame.top,
        }))
        .sort((a, b) => a.top - b.top);
    }, inSight);
  }
  async texts() {
    return (await this.rows()).map((row) => row.text);
  }
  isAtBottom() {
    return this.log.evaluate((log) => log.scrollHeight - log.clientHeight - log.scrollTop <= 2);
  }

  // Rooms.

  roomLink(name) {
    return this.page.getByRole("list", { name: "Rooms" }).getByRole("link", { name: new RegExp(`^${name}\\b`) });
  }
  async goTo(room) {
    await this.roomLink(room).click();
    await this.isIn(room);
  }
  /** Waits until `room` is the one in view. */
  async isIn(room) {
    await this.page.getByRole("heading", { level: 1, name: room, exact: true }).waitFor();
    await this.log.waitFor();
  }
  async createRoom(name) {
    await this.button("New room").click();
    await this.page.getByRole("textbox", { name: "Room name" }).fill(name);
    await this.page.keyboard.press("Enter");
    await this.isIn(name);
  }
  async joinFromDirectory(name) {
    await this.button("Browse rooms").click();
    await this.button(`Join ${name}`).click();
    await this.isIn(name);
  }
  /** Waits until the sidebar shows so many unread messages of a room; 0 for no number at all. */
  async hasUnread(room, count) {
    const sign = this.roomLink(room).getByText(new RegExp(`^${count} unread`));
    if (count === 0) await this.roomLink(room).getByText(/unread/).waitFor({ state: "hidden" });
    else await sign.waitFor();
  }

  // The connection.

  get banner() {
    return this.page.locator(".banner");
  }
  async isAway() {
    await this.banner.getByText("Reconnecting").waitFor();
  }
  async isBack() {
    await this.banner.getByText("Back online").waitFor();
  }
  /** Waits until nothing is on its way to the server. */
  async hasSentAll() {
    await this.page.waitForFunction(() => document.querySelectorAll(".is-pending, .is-failed, .is-waiting").length === 0);
  }

  // Looking.

  async shot(name) {
    await mkdir(artefacts, { recursive: true });
    const path = join(artefacts, `${name}.png`);
    await this.page.screenshot({ path });
    return path;
  }
  /** Everything axe-core finds wrong with what is shown now. */
  async axe() {
    const { violations } = await new AxeBuilder({ page: this.page }).analyze();
    return violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.html} ${node.any[0]?.message ?? ""}`).join(" | ")}`,
    );
  }
}
