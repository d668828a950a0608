// What the page says, before any test: as in a browser that wants English, with all words here.
import { loadLaterWords, speak } from "../../src/locales/words.ts";

await speak("en", ["en-GB"]);
await loadLaterWords();
