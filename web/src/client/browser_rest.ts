import type { Rest } from "./ports.ts";

/** An answer not here by then is taken as lost. A password is worked on for a moment, so it is long. */
export const restAnswerWithinMs = 15_000;

export const browserRest: Rest = async ({ method, path, token, body, isFile }) => {
  const response = await fetch(`/api/v1/${path}`, {
    method,
    headers: {
      accept: "application/json",
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    credentials: "omit",
    cache: "no-store",
    signal: isFile ? null : AbortSignal.timeout(restAnswerWithinMs),
  });
  if (isFile && response.ok) return { status: response.status, body: await response.blob() };
  const text = await response.text();
  try {
    return { status: response.status, body: text === "" ? null : JSON.parse(text) };
  } catch {
    // Something between us and the server answered, in its own words.
    return { status: response.status, body: null };
  }
};
