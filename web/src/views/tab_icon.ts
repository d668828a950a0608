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

/** The picture at `source` with a number on it, as the address of a picture. */
export async function badgedIcon(source: string, unread: number): Promise<string> {
  const canvas = document.createElement("canvas");
  canvas.width = sizePx;
  canvas.height = sizePx;
  const context = canvas.getContext("2d");
  if (context === null) return source;
  context.drawImage(await loadPlain(source), 0, 0, sizePx, sizePx);
  context.fillStyle = "#c4262e";
  context.beginPath();
  context.arc(44, 44, 20, 0, 2 * Math.PI);
  context.fill();
  context.fillStyle = "#fff";
  context.font = `bold ${unread > 9 ? 24 : 30}px sans-serif`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText(unread > 99 ? "99" : String(unread), 44, 46);
  return canvas.toDataURL("image/png");
}
