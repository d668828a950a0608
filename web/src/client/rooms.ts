// Which room is in view, and coming to and going from rooms.
import type { StoreApi } from "zustand/vanilla";
import {
  parseMembersAck,
  parseOkAck,
  parsePeopleAck,
  parseRoomAck,
  parseRoomsAck,
} from "../protocol/parse.ts";
import type { CreateIn, Failure, OkAck, PeopleAck, RoomAck, RoomsAck } from "../protocol/types.ts";
import * as changes from "../state/changes.ts";
import { loading, type State } from "../state/model.ts";
import type { RoomLoader } from "./room_loader.ts";
import type { Session } from "./session.ts";

export class Rooms {
  readonly #store: StoreApi<State>;
  readonly #session: Session;
  readonly #loader: RoomLoader;

  constructor(store: StoreApi<State>, session: Session, loader: RoomLoader) {
    this.#store = store;
    this.#session = session;
    this.#loader = loader;
  }

  activate(room: string | null): void {
    if (this.#store.getState().active !== room) this.#session.marker.flush();
    this.#session.change((state) => changes.activated(state, room));
    this.#loader.ensureOpen();
    const { memberList } = this.#store.getState();
    if (memberList !== null && room !== null && memberList.room !== room)
      void this.showMembers(room);
  }

  async create(wish: CreateIn): Promise<RoomAck | Failure | null> {
    return this.#enter(await this.#session.ask("create", wish, parseRoomAck));
  }

  /** The conversation with these people, whether there is one already or not. */
  async openDirect(users: readonly string[]): Promise<RoomAck | Failure | null> {
    const answer = this.#enter(await this.#session.ask("direct", { users }, parseRoomAck));
    if (answer?.ok) this.#session.change((state) => changes.wanted(state, answer.room.room));
    return answer;
  }

  /** People whose name begins so; with nothing to begin with, those who are here. */
  async findPeople(query: string): Promise<PeopleAck | Failure | null> {
    const answer = await this.#session.ask("find_people", { query }, parsePeopleAck);
    if (answer?.ok) this.#session.people.told(answer.people);
    return answer;
  }

  async join(room: string): Promise<RoomAck | Failure | null> {
    return this.#enter(await this.#session.ask("join", { room }, parseRoomAck));
  }

  async leave(room: string): Promise<OkAck | Failure | null> {
    const answer = await this.#session.ask("leave", { room }, parseOkAck);
    if (answer?.ok) this.#session.change((state) => changes.left(state, room));
    return answer;
  }

  /** Public rooms with this in their name; all without it. */
  directory(query = ""): Promise<RoomsAck | Failure | null> {
    return this.#session.ask("rooms", query === "" ? {} : { query }, parseRoomsAck);
  }

  async showMembers(room: string): Promise<void> {
    this.#session.change((state) => {
      const members = state.memberList?.room === room ? state.memberList.members : [];
      return { ...state, memberList: { room, loading, members } };
    });
    const answer = await this.#session.ask("members", { room }, parseMembersAck);
    if (answer?.ok) this.#session.people.told(answer.members);
    this.#session.change((state) => {
      if (state.memberList?.room !== room) return state;
      if (!answer?.ok) {
        const code = answer?.error.code ?? "no_answer";
        return {
          ...state,
          memberList: { ...state.memberList, loading: { state: "failed", code } },
        };
      }
      const members = answer.members.map(({ user, nickname, host }) => ({
        user,
        nickname,
        host: host === true,
      }));
      const shown: State = {
        ...state,
        memberList: { room, loading: { state: "idle" }, members },
      };
      return changes.presence(shown, { room, present: answer.present });
    });
  }

  hideMembers(): void {
    this.#session.change((state) => ({ ...state, memberList: null }));
  }

  #enter(answer: RoomAck | Failure | null): RoomAck | Failure | null {
    if (answer?.ok) this.#session.change((state) => changes.joined(state, answer.room));
    return answer;
  }
}
