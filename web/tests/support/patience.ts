// What a view test waits for may be slow on a busy machine; what never comes ends with the test's own time.
const waitMaxMs = 20_000;

if (typeof document !== "undefined") {
  const { configure } = await import("@testing-library/react");
  configure({ asyncUtilTimeout: waitMaxMs });
}

export {};
