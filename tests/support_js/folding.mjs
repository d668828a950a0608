/** What a client makes of a room's log: messages as they stand by now, by the rules of docs/protocol/events.md. */

const quoteCharactersMax = 200;
const beginningOf = (text) => [...text].slice(0, quoteCharactersMax).join("");

export class FoldedMessages {
  /** seq => {user, nonce, text, reply_to, quote, version, edited, deleted, reactions} */
  bySeq = new Map();

  /** Takes the events of the log in their order. */
  apply(event) {
    if (event.type === "message") this.bySeq.set(event.seq, messageOf(event));
    else if (event.type in changes) this.#change(event);
  }

  #change(event) {
    if (event.type === "edited" && event.text === "") return; // deleted since
    const message = this.bySeq.get(event.target);
    if (message && event.seq > message.version) {
      message.version = event.seq;
      changes[event.type]?.(message, event);
    }
    if (event.type === "reacted") return;
    for (const answer of this.bySeq.values()) {
      if (answer.reply_to === event.target && answer.quote?.text) answer.quote.text = beginningOf(event.text ?? "");
    }
  }
}

function messageOf({ user, nonce, text, reply_to, quote, version = 0, edited, deleted = false, reactions = [] }) {
  return structuredClone({ user, nonce, text, reply_to, quote, version, edited, deleted, reactions });
}

const changes = {
  edited(message, { text, time }) {
    message.text = text;
    message.edited = time;
  },
  deleted(message) {
    Object.assign(message, { text: "", deleted: true, edited: undefined, quote: undefined, reactions: [] });
  },
  reacted(message, { emoji, on, user, nickname }) {
    let reaction = message.reactions.find((each) => each.emoji === emoji);
    if (on && !reaction) message.reactions.push((reaction = { emoji, by: [] }));
    if (!reaction) return;
    reaction.by = reaction.by.filter((person) => person.user !== user);
    if (on) reaction.by.push({ user, nickname });
    message.reactions = message.reactions.filter((each) => each.by.length > 0);
  },
};
