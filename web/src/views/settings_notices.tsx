import { Bell, BellOff } from "lucide-react";
import { useEffect, useId, useState } from "react";
import { keepPrefix } from "../client/browser_ports.ts";
import type { NoticePermission } from "../client/ports.ts";
import { laterWords as words } from "../locales/words.ts";
import { keepNotices, keptNotices, type NoticeSettings, noticesKey } from "./notice_settings.ts";
import { useClient } from "./use_session.ts";

type Change = (change: Partial<NoticeSettings>) => void;

/** As this browser keeps them; what is changed in another tab is followed. */
function useNoticeSettings(): readonly [NoticeSettings, Change] {
  const { keep } = useClient();
  const [settings, set] = useState(() => keptNotices(keep));
  useEffect(() => {
    const follow = (event: StorageEvent) => {
      if (event.key === keepPrefix + noticesKey) set(keptNotices(keep));
    };
    window.addEventListener("storage", follow);
    return () => window.removeEventListener("storage", follow);
  }, [keep]);
  const change = (part: Partial<NoticeSettings>) => {
    const after = { ...keptNotices(keep), ...part };
    keepNotices(keep, after);
    set(after);
  };
  return [settings, change];
}

/** It may be given or taken in the browser's own settings at any time; then one comes back to the page. */
function usePermission(): readonly [NoticePermission, () => Promise<NoticePermission>] {
  const { desk } = useClient().session;
  const [permission, set] = useState(() => desk.permission());
  useEffect(() => {
    const look = () => set(desk.permission());
    window.addEventListener("focus", look);
    return () => window.removeEventListener("focus", look);
  }, [desk]);
  const ask = async () => {
    const answer = await desk.askPermission();
    set(answer);
    return answer;
  };
  return [permission, ask];
}

function Toggle({
  label,
  hint,
  value,
  onChange,
}: {
  readonly label: string;
  readonly hint: string;
  readonly value: boolean;
  readonly onChange: (value: boolean) => void;
}) {
  const id = useId();
  return (
    <div className="notice-toggle">
      <label className="check">
        <input
          type="checkbox"
          checked={value}
          aria-describedby={id}
          onChange={(event) => onChange(event.target.checked)}
        />
        <span>{label}</span>
      </label>
      <p id={id} className="field-hint">
        {hint}
      </p>
    </div>
  );
}

/** What the browser allows, and the way to more of it. */
function Permission({
  settings,
  change,
}: {
  readonly settings: NoticeSettings;
  readonly change: Change;
}) {
  const { desk } = useClient().session;
  const [permission, ask] = usePermission();
  const [isAsking, setAsking] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const isOn = settings.on && permission === "granted";
  const state =
    permission === "unasked" || permission === "granted" ? (isOn ? "on" : "off") : permission;

  const turnOn = async () => {
    setProblem(null);
    setAsking(true);
    const answer = await ask().catch(() => "unasked");
    setAsking(false);
    if (answer === "granted") change({ on: true });
    else if (answer === "unasked") setProblem(words("notices.notAllowed"));
  };
  const tryIt = () => {
    const notice = {
      title: words("product"),
      body: words("notices.tried"),
      tag: "parlor, tried",
    };
    const close = desk.show(notice, () => {
      desk.focus();
      close?.();
    });
    setProblem(close === null ? words("notices.tryFailed") : null);
    if (close !== null && settings.sound) desk.chime();
  };
  return (
    <section className="settings-part">
      <p role="status">{isAsking ? words("notices.asking") : words(`notices.state.${state}`)}</p>
      {(state === "on" || state === "off") && (
        <p className="dialog-lead">{words("notices.lead")}</p>
      )}
      <div className="notice-actions">
        {state === "off" && (
          <button
            type="button"
            className="button button-primary"
            aria-busy={isAsking}
            onClick={() => void turnOn()}
          >
            <Bell aria-hidden="true" />
            {words("notices.turnOn")}
          </button>
        )}
        {state === "on" && (
          <>
            <button type="button" className="button" onClick={tryIt}>
              <Bell aria-hidden="true" />
              {words("notices.try")}
            </button>
            <button type="button" className="button" onClick={() => change({ on: false })}>
              <BellOff aria-hidden="true" />
              {words("notices.turnOff")}
            </button>
          </>
        )}
      </div>
      <div role="alert" className="field-problem">
        {problem}
      </div>
    </section>
  );
}

function Quiet({
  settings,
  change,
}: {
  readonly settings: NoticeSettings;
  readonly change: Change;
}) {
  const { quiet, from, to } = settings;
  const id = useId();
  const field = (part: "from" | "to", label: string) => (
    <div className="form-field">
      <label htmlFor={id + part}>{label}</label>
      <input
        id={id + part}
        type="time"
        required
        value={settings[part]}
        onChange={({ target: { value } }) => {
          // Half a time is none yet.
          if (value !== "") change({ [part]: value.slice(0, 5) });
        }}
      />
    </div>
  );
  return (
    <section className="settings-part">
      <Toggle
        label={words("notices.quiet")}
        hint={words("notices.quietHint")}
        value={quiet}
        onChange={(value) => change({ quiet: value })}
      />
      {quiet && (
        <>
          <div className="notice-hours">
            {field("from", words("notices.fromTime"))}
            {field("to", words("notices.toTime"))}
          </div>
          {to <= from && (
            <p className="field-hint notice-note">
              {words(to === from ? "notices.allDay" : "notices.nextDay")}
            </p>
          )}
        </>
      )}
    </section>
  );
}

/** How this browser tells of messages. */
export function SettingsNotices() {
  const [settings, change] = useNoticeSettings();
  return (
    <>
      <Permission settings={settings} change={change} />
      <section className="settings-part">
        <Toggle
          label={words("notices.text")}
          hint={words("notices.textHint")}
          value={settings.text}
          onChange={(text) => change({ text })}
        />
        <Toggle
          label={words("notices.sound")}
          hint={words("notices.soundHint")}
          value={settings.sound}
          onChange={(sound) => change({ sound })}
        />
      </section>
      <Quiet settings={settings} change={change} />
    </>
  );
}
