import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Window } from '../../examples/start/window.js';

const never = new AbortController().signal;

/** Whether the promise is settled once everything that can run now has run. */
async function isSettled(promise: Promise<void>): Promise<boolean> {
  let settled = false;
  void promise.then(() => {
    settled = true;
  });
  await new Promise(setImmediate);
  return settled;
}

describe('the window', () => {
  it('lets in so many messages, and the next as one leaves', async () => {
    const window = new Window(2, 1000);
    await window.enter(0, 1, never);
    await window.enter(1, 1, never);
    const third = window.enter(2, 1, never);
    assert.equal(await isSettled(third), false);
    window.leave(1);
    assert.equal(await isSettled(third), true);
  });

  it('makes room once for a message that leaves twice', async () => {
    const window = new Window(2, 1000);
    await window.enter(0, 1, never);
    await window.enter(1, 1, never);
    window.leave(0);
    window.leave(0);
    await window.enter(2, 1, never);
    assert.equal(await isSettled(window.enter(3, 1, never)), false);
  });

  it('has room for all that it ever has when it has forgotten what is on its way', async () => {
    const window = new Window(1, 1000);
    await window.enter(0, 1000, never);
    const second = window.enter(1, 1000, never);
    window.forget();
    assert.equal(await isSettled(second), true);
    window.leave(0);
    assert.equal(await isSettled(window.enter(2, 1, never)), false);
  });

  it('lets in so many bytes, and one message that is larger by itself', async () => {
    const window = new Window(10, 100);
    await window.enter(0, 500, never);
    const second = window.enter(1, 1, never);
    assert.equal(await isSettled(second), false);
    window.leave(0);
    assert.equal(await isSettled(second), true);
  });

  it('is drained when everything has left', async () => {
    const window = new Window(2, 100);
    await window.drained(never);
    await window.enter(0, 1, never);
    const drained = window.drained(never);
    assert.equal(await isSettled(drained), false);
    window.leave(0);
    assert.equal(await isSettled(drained), true);
  });

  it('ends the wait when the signal says so', async () => {
    const window = new Window(1, 100);
    const controller = new AbortController();
    await window.enter(0, 1, never);
    const waiting = window.enter(1, 1, controller.signal);
    controller.abort();
    await assert.rejects(waiting, { name: 'AbortError' });
  });
});
