const sizePx = 64;

let plain: Promise<HTMLImageElement> | null = null;

function loadPlain(source: string): Promise<HTMLImageElement> {
  plain ??= new Promise((resolve, reject) => {
    const image = new Image(sizePx, sizePx);
    image.onload = () => resolve(image);
    image.onerror = reject;
    image.src = source;
  });
  return plain;
}

/** Red where somebody waits; else the grey of quiet words, as ui/styles/tokens.css has it. */
const calling = { ground: "#c4262e", number: "#fff" };
const quiet = {
  light: { ground: "#5b5f6c", number: "#fff" },
  dark: { ground: "#a3a7b3", number: "#141518" },
};

function quietColours() {
  // The chosen theme, else the system's: then both are named.
  const { colorScheme } = getComputedStyle(document.documentElement);
  const isLight = colorScheme.includes("light");
  const isEither = isLight && colorScheme.includes("dark");
  const isDark = isEither ? matchMedia("(prefers-color-scheme: dark)").matches : !isLight;
  return isDark ? quiet.dark : quiet.light;
}

/** The picture at `source` with a number on it, as the address of a picture. `isCalled`: somebody waits for an answer. */
export async function badgedIcon(
  source: string,
  unread: number,
  isCalled: boolean,
): Promise<string> {
  const canvas = document.createElement("canvas");
  canvas.width = sizePx;
  canvas.height = sizePx;
  const context = canvas.getContext("2d");
  if (context === null) return source;
  context.drawImage(await loadPlain(source), 0, 0, sizePx, sizePx);
  const { ground, number } = isCalled ? calling : quietColours();
  context.fillStyle = ground;
  context.beginPath();
  context.arc(44, 44, 20, 0, 2 * Math.PI);
  context.fill();
  context.fillStyle = number;
  context.font = `bold ${unread > 9 ? 24 : 30}px sans-serif`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText(unread > 99 ? "99" : String(unread), 44, 46);
  return canvas.toDataURL("image/png");
}
