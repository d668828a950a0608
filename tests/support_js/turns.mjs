/** Runs `work(index)` for each index below `count`, `atOnce` of them at a time. */
export async function inTurns(count, atOnce, work) {
  let next = 0;
  await Promise.all(
    Array.from({ length: Math.min(count, atOnce) }, async () => {
      while (next < count) await work(next++);
    }),
  );
}
