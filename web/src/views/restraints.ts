// In one piece: what a conversation shows of mutes and of slow mode.
export { MutedBanner } from "./muted_banner.tsx";
export { RestraintLine } from "./restraint_line.tsx";
export { SlowMode } from "./slow_mode.tsx";
