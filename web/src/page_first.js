// Runs before the first paint, so that a chosen theme never flashes and the words come beside the program.
// Its tag names the words of each language: data-words-en="/assets/…". The choice is that of locales/language.ts.
{
  const { documentElement: page, currentScript: tag, head } = document;
  const kept = (key) => {
    try {
      return localStorage.getItem(`parlor.${key}`);
    } catch {
      // Storage is off: the system's theme and language it is.
      return null;
    }
  };
  const theme = kept("theme");
  if (theme === "light" || theme === "dark") page.dataset.theme = theme;

  const language = [kept("language"), ...navigator.languages]
    .map((tag) => tag?.split("-")[0].toLowerCase())
    .find((code) => code === "en" || code === "de");
  page.lang = language ?? "en";
  const words = tag?.getAttribute(`data-words-${page.lang}`);
  if (words) {
    const link = document.createElement("link");
    link.rel = "modulepreload";
    link.href = words;
    head.append(link);
  }
}
