// A short tone of two notes, made here: no file is loaded for it.
const notesHz = [659.3, 880];
const noteSeconds = 0.14;
const volume = 0.12;

let context: AudioContext | null = null;

/** Throws where the browser has no sound. */
export function chime(): void {
  // Before somebody has clicked in the page it would have to wait for that.
  if (navigator.userActivation?.hasBeenActive === false) return;
  context ??= new AudioContext();
  void context.resume().catch(() => {});
  for (const [place, hertz] of notesHz.entries()) note(context, hertz, place * noteSeconds);
}

function note(audio: AudioContext, hertz: number, afterSeconds: number): void {
  const begins = audio.currentTime + afterSeconds;
  const ends = begins + 2 * noteSeconds;
  const tone = new OscillatorNode(audio, { frequency: hertz });
  const loudness = new GainNode(audio, { gain: 0 });
  loudness.gain.setValueAtTime(0, begins);
  loudness.gain.linearRampToValueAtTime(volume, begins + 0.01);
  loudness.gain.exponentialRampToValueAtTime(0.0001, ends);
  tone.connect(loudness).connect(audio.destination);
  tone.start(begins);
  tone.stop(ends);
}
