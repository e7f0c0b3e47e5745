/**
 * Awaiting a promise that is resolved already never leaves the microtask queue, so that a loop which always finds a
 * message, or always finds room, would keep timers and sockets waiting for ever. After so many results the next one has
 * to wait for the event loop. Measured: less costs throughput, more buys none.
 */
const kResultsPerTurn = 1024;

let resultsLeft = kResultsPerTurn;
let coming: Promise<void> | undefined;
const resolved = Promise.resolve();

/** Whether one more result may be had without waiting for the event loop. */
export function mayResolveNow(): boolean {
  if (resultsLeft > 0) {
    resultsLeft -= 1;
    return true;
  }
  void nextTurn();
  return false;
}

/** Resolves when the event loop has served everybody else once; for all who wait in the order in which they came. */
export function nextTurn(): Promise<void> {
  coming ??= new Promise((resolve) => {
    setImmediate(() => {
      coming = undefined;
      resultsLeft = kResultsPerTurn;
      resolve();
    });
  });
  return coming;
}

/** A resolved promise, now and then one that resolves in the next turn of the event loop. */
export function done(): Promise<void> {
  return mayResolveNow() ? resolved : nextTurn();
}
