// In one piece: what a conversation shows of mutes, of slow mode and of messages that are gone.
export { Kept } from "./kept.tsx";
export { MutedBanner } from "./muted_banner.tsx";
export { RestraintLine } from "./restraint_line.tsx";
export { SlowMode } from "./slow_mode.tsx";
