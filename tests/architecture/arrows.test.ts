// Holds the rooms of libcore to their arrows: which room may include which, and which know nothing of the system.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { filesBelow, inProject } from '../../scripts/environment.js';

/** What each room may include beside itself: whole rooms, or single headers of them. */
const arrows: Record<string, string[]> = {
  base: [],
  wire: ['base'],
  session: ['base', 'wire'],
  flow: ['base', 'wire/frame.h'],
  pattern: ['base', 'flow', 'wire/frame.h'],
  backend: ['base'],
  engine: ['base', 'wire', 'session', 'flow', 'pattern', 'backend'],
  abi: ['base', 'wire', 'session', 'flow', 'pattern', 'backend', 'engine', 'ymq'],
};

/** Rooms without a clock, a thread, a lock, a socket or a random source: those are handed to them. */
const pureRooms = ['wire', 'session', 'flow', 'pattern'];
const impureHeaders =
  /^(sys|netinet|arpa|net|linux|asm)\/|^(unistd|pthread|poll|fcntl|signal|time|errno|sched|netdb|stdlib)\.h$|^(thread|mutex|shared_mutex|condition_variable|semaphore|latch|barrier|future|stop_token|atomic|chrono|ctime|random|iostream|fstream|filesystem|csignal)$/;

interface Include {
  file: string;
  line: number;
  room: string;
  target: string;
  isSystem: boolean;
}

function includesOf(file: string): Include[] {
  const room = file.split('/')[1] ?? '';
  return readFileSync(inProject(file), 'utf8')
    .split('\n')
    .flatMap((text, index) => {
      const [, bracket, target] = text.match(/^\s*#\s*include\s*([<"])([^>"]+)[>"]/) ?? [];
      return target ? [{ file, line: index + 1, room, target, isSystem: bracket === '<' }] : [];
    });
}

function isAllowed({ room, target }: Include): boolean {
  const [targetRoom = ''] = target.split('/');
  const allowed = arrows[room] ?? [];
  return targetRoom === room || allowed.includes(targetRoom) || allowed.includes(target);
}

const show = ({ file, line, target }: Include) => `${file}:${line} includes ${target}`;
const sources = filesBelow('libcore').filter((file) => /\.(h|cpp)$/.test(file));
const includes = sources.flatMap(includesOf);

describe('libcore', () => {
  it('has sources in every room that the arrows name, and no other room', () => {
    const rooms = new Set(sources.map((file) => file.split('/')[1]));
    assert.deepEqual([...rooms].sort(), Object.keys(arrows).sort());
  });

  it('includes only along its arrows, by paths from libcore', () => {
    const own = includes.filter(({ isSystem, target }) => !isSystem || target.startsWith('ymq/'));
    assert.ok(own.length > 20);
    assert.deepEqual(own.filter((include) => !isAllowed(include)).map(show), []);
  });

  it('keeps the system out of the pure rooms', () => {
    const pure = includes.filter(({ room }) => pureRooms.includes(room));
    assert.ok(pure.length > 20);
    assert.deepEqual(pure.filter(({ isSystem, target }) => isSystem && impureHeaders.test(target)).map(show), []);
  });
});
