import { describe, expect, it } from "vitest";
import { deedOf, readCommand } from "../../src/state/commands.ts";

const command = (text: string) => {
  const reading = readCommand(text);
  return reading.is === "command" ? reading.command : reading.is;
};

describe("a text with a slash", () => {
  it("is a message when it is no command", () => {
    expect(readCommand("hello")).toEqual({ is: "message", text: "hello" });
    expect(readCommand("/usr/bin is a path")).toEqual({
      is: "message",
      text: "/usr/bin is a path",
    });
    expect(readCommand("//me is a command")).toEqual({ is: "message", text: "/me is a command" });
    expect(readCommand("/")).toEqual({ is: "message", text: "/" });
  });

  it("is a command when it names one, in any case", () => {
    expect(command("/help")).toEqual({ name: "help" });
    expect(command("/LEAVE")).toEqual({ name: "leave" });
    expect(command("/nick Ada Lovelace")).toEqual({ name: "nick", what: "Ada Lovelace" });
    expect(command('/join #"tea room"')).toEqual({ name: "join", what: "tea room" });
    expect(command("/join #garden")).toEqual({ name: "join", what: "garden" });
    expect(command("/topic")).toEqual({ name: "topic", text: "" });
    expect(command("/topic all of it")).toEqual({ name: "topic", text: "all of it" });
    expect(command("/msg @ada how are\nyou")).toEqual({
      name: "msg",
      person: "ada",
      text: "how are\nyou",
    });
    expect(command('/msg "ada lovelace"')).toEqual({
      name: "msg",
      person: "ada lovelace",
      text: "",
    });
  });

  it("says what is missing or unknown", () => {
    expect(readCommand("/join")).toEqual({ is: "incomplete", name: "join" });
    expect(readCommand("/nick  ")).toEqual({ is: "incomplete", name: "nick" });
    expect(readCommand("/me")).toEqual({ is: "incomplete", name: "me" });
    expect(readCommand('/msg ""')).toEqual({ is: "incomplete", name: "msg" });
    expect(readCommand("/jion garden")).toEqual({ is: "unknown", name: "jion" });
  });

  it("goes to the room when it says what its author does", () => {
    expect(readCommand("/me waves")).toEqual({ is: "message", text: "/me waves" });
    expect(deedOf("/me waves")).toBe("waves");
    expect(deedOf("/mean it")).toBeNull();
    expect(deedOf("so /me waves")).toBeNull();
  });
});
