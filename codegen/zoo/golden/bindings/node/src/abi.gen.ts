// Generated from the spec of zoo by `npm run codegen`; do not edit.

import koffi, { type LibraryHandle } from 'koffi';

/** The version of the zoo. */
export const VERSION = '0.2.1';

/** The greatest weight: more than an enum of C holds, and a `"quoted"` word. */
export const MAX_WEIGHT = 18446744073709551615n;

/** How a call ends. */
export const Status = {
  /** All is well. */
  OK: 0,
  /** The handle names no animal: `null`, or one that left. */
  INVALID_HANDLE: -1,
  /** It takes too long. */
  TIMED_OUT: -2,
  /** The old name of `TIMED_OUT`. */
  LATE: -2,
  /** After a gap: somebody closed the door. */
  CLOSED: -7,
} as const;
export type Status = (typeof Status)[keyof typeof Status];

/** What an animal is. */
export const Kind = {
  /** Has fur. */
  MAMMAL: 1,
  /** Has feathers. */
  BIRD_OF_PREY: 2,
} as const;
export type Kind = (typeof Kind)[keyof typeof Kind];

/** What an animal may do. */
export const Permission = {
  /** Leave the cage. */
  LEAVE: 1,
  /** Bite. */
  BITE: 2,
} as const;
export type Permission = number;

/** Which operation ended. */
export const CompletionKind = {
  /** A feeding. */
  FEED: 1,
  /** A walk. */
  WALK: 2,
  /** A birth. */
  BIRTH: 3,
} as const;
export type CompletionKind = (typeof CompletionKind)[keyof typeof CompletionKind];

/** The number of an option. */
export const OptionId = {
  /** Its name: a text with a default. */
  NAME: 1,
  /** Its mark: bytes. */
  MARK: 2,
  /** How long it sleeps; -1 | 0 mean for ever and never. */
  NAP: 5,
  /** Whether it is tame. */
  TAME: 6,
} as const;
export type OptionId = (typeof OptionId)[keyof typeof OptionId];

/** One meal, of every type that a field can have. Size and offsets of the fields, in bytes. */
export const MealLayout = {
  byteLength: 48,
  alignment: 8,
  offset: {
    /** Weight in grams. (u64) */
    weight: 0,
    /** Warmth in degrees, times a thousand. (i64) */
    warmth: 8,
    /** For whom. (u64) */
    animal: 16,
    /** Whether it was eaten. (i32) */
    status: 24,
    /** What the eater may do. (u32) */
    permissions: 28,
    /** For what kind of animal. (u32) */
    kind: 32,
    /** Change of weight. (i32) */
    change: 36,
    /** Servings. (u16) */
    servings: 40,
    /** Spoons. (u8) */
    spoons: 42,
    /** A label. (bytes) */
    label: 43,
  },
} as const;

/** What is known of an animal, today. Size and offsets of the fields, in bytes. */
export const ReportLayout = {
  byteLength: 16,
  alignment: 8,
  offset: {
    /** Bytes of this struct as the caller knows it. (u32) */
    size: 0,
    /** Years. (u32) */
    age: 4,
    /** Meals so far. (u64) */
    meals: 8,
  },
} as const;

/** An option of a connector. The bounds hold for numbers, and for the length in bytes of bytes and text. */
export interface OptionInfo {
  readonly id: number;
  readonly type: 'int' | 'bool' | 'bytes' | 'text';
  readonly unit: 'messages' | 'bytes' | 'microseconds' | 'milliseconds' | 'seconds' | 'connections' | 'topics' | 'probes' | 'none';
  readonly min: number;
  readonly max: number;
  readonly default: number | boolean | string;
  readonly readOnly: boolean;
  /** A change takes effect on what exists already. */
  readonly live: boolean;
}

export const options = {
  /** Its name: a text with a default. */
  name: { id: 1, type: 'text', unit: 'none', min: 0, max: 64, default: 'Nobody', readOnly: false, live: true },
  /** Its mark: bytes. */
  mark: { id: 2, type: 'bytes', unit: 'bytes', min: 0, max: 8, default: '', readOnly: false, live: false },
  /** How long it sleeps; -1 | 0 mean for ever and never. */
  nap: { id: 5, type: 'int', unit: 'milliseconds', min: -1, max: 9007199254740991, default: 250, readOnly: false, live: true },
  /** Whether it is tame. */
  tame: { id: 6, type: 'bool', unit: 'none', min: 0, max: 1, default: true, readOnly: true, live: true },
} as const satisfies Record<string, OptionInfo>;

/** The type of each option. */
export interface OptionValues {
  /** Its name: a text with a default. */
  name: string;
  /** Its mark: bytes. */
  mark: Uint8Array;
  /** How long it sleeps; -1 | 0 mean for ever and never. */
  nap: number;
  /** Whether it is tame. */
  readonly tame: boolean;
}

/** Memory that is lent to a call. */
export type Memory = NodeJS.ArrayBufferView;

/** libzoo, loaded and checked: those of its functions that never keep their thread waiting for others. */
export interface Library {
  readonly path: string;
  readonly manifest: Manifest;
  /**
   * The manifest of the zoo.
   *
   * Never waits. Any thread may call it, at any time. Since 0.1.
   *
   * @returns NUL-terminated text that lives as long as the library.
   */
  zoo_abi_manifest(): string;
  /**
   * The complaint of the day.
   *
   * Never waits. Any thread may call it, at any time. Since 0.2.
   *
   * @param day Which day.
   * @returns What the keeper said. NUL-terminated text that lives until the same thread calls the library again.
   */
  zoo_complaint(day: number): string;
  /**
   * Brings an animal. Documentation of two paragraphs.
   *
   * The second mentions `CLOSED`, `LEAVE`, `ipc://*` and a pattern like `/*`.
   *
   * May wait for other threads of the library to step aside, never for a peer or the network. Any thread may call
   * it, at any time. Since 0.1.
   *
   * @param kind What it is.
   * @param legs How many legs.
   * @param name Its name.
   * @param name_size Length of the name in bytes.
   * @param mark Its mark. May be null.
   * @param mark_size Length of the mark in bytes.
   * @param animal Receives the handle.
   * @returns 0: success. Negative: CLOSED.
   */
  animal_init(
    kind: Kind,
    legs: number,
    name: Memory,
    name_size: number,
    mark: Memory | null,
    mark_size: number,
    animal: Memory,
  ): number;
  /**
   * Reads an option.
   *
   * Never waits. Any thread may call it, but only one at a time on the same handle. Since 0.1.
   *
   * @param animal The animal.
   * @param option Which one.
   * @param value Receives it.
   * @param value_capacity Bytes of room.
   * @param kind Receives what the animal is. May be null.
   * @param offset Where to begin, counted from the end when negative.
   * @returns The length of the value in bytes. Negative: INVALID_HANDLE, CLOSED.
   */
  animal_get_option(
    animal: number,
    option: OptionId,
    value: Memory,
    value_capacity: number,
    kind: Memory | null,
    offset: number,
  ): number;
  /**
   * Says what an animal is called.
   *
   * Never waits. Any thread may call it, at any time. Since 0.1.
   *
   * @param animal The animal.
   * @param text Receives the name.
   * @param text_capacity Bytes of room.
   * @returns The length of the name in bytes. Negative: INVALID_HANDLE.
   */
  animal_name(animal: number, text: Memory, text_capacity: number): number;
  /**
   * Reports on an animal.
   *
   * Never waits. Any thread may call it, but only one at a time on the same handle. Since 0.2.
   *
   * @param animal The animal.
   * @param report The caller sets `size`.
   * @param fur Receives the address of its fur.
   * @param fur_size Receives the length of its fur in bytes.
   * @param weight Length of its tail.
   * @param tail Receives the address of its tail. Null: the tail is of no interest.
   * @returns 0: success. Negative: INVALID_HANDLE.
   */
  animal_report(
    animal: number,
    report: Memory,
    fur: Memory,
    fur_size: Memory,
    weight: number,
    tail: Memory | null,
  ): number;
  /**
   * Makes a queue.
   *
   * Never waits. Any thread may call it, at any time. Since 0.1.
   *
   * @param queue Receives the handle.
   * @returns 0: success.
   */
  animal_queue_init(queue: Memory): number;
  /**
   * Feeds an animal meals.
   *
   * A completion `FEED` follows where less than everything was done at once; it carries nothing else. Never waits.
   * Any thread may call it, at any time. Since 0.2.
   *
   * @param animal The animal.
   * @param meals The meals.
   * @param meal_count How many.
   * @param leftovers Receives what it did not eat. May be null.
   * @param leftover_capacity Room for leftovers.
   * @param queue Where the completion goes.
   * @param tag Comes back with the completion.
   * @returns How many were eaten at once. Negative: INVALID_HANDLE, CLOSED.
   */
  animal_feed_async(
    animal: number,
    meals: Memory,
    meal_count: number,
    leftovers: Memory | null,
    leftover_capacity: number,
    queue: number,
    tag: number,
  ): number;
  /**
   * Walks an animal, and keeps it.
   *
   * A completion `WALK` follows success; it carries messages. Never waits. Any thread may call it, at any time.
   * Since 0.2.
   *
   * @param animal The animal. After success the handle belongs to the library.
   * @param queue Where the completion goes.
   * @param tag Comes back with the completion.
   * @returns 0: success. Negative: INVALID_HANDLE.
   */
  animal_walk_async(animal: number, queue: number, tag: number): number;
  /**
   * Shows an animal a picture, which it looks at for a while.
   *
   * A completion `FEED` follows success; it carries nothing else. Never waits. Any thread may call it, at any
   * time. Since 0.2.
   *
   * @param animal The animal.
   * @param picture The picture. After success not to be changed or freed before the completion.
   * @param picture_size How many bytes.
   * @param queue Where the completion goes.
   * @param tag Comes back with the completion.
   * @returns 0: success. Negative: INVALID_HANDLE.
   */
  animal_show_async(animal: number, picture: Memory, picture_size: number, queue: number, tag: number): number;
  /**
   * Waits for a birth.
   *
   * A completion `BIRTH` follows success; it carries a message as a handle. Never waits. Any thread may call it,
   * at any time. Since 0.2.
   *
   * @param queue Where the completion goes.
   * @param tag Comes back with the completion.
   * @returns 0: success. Negative: INVALID_HANDLE.
   */
  animal_queue_birth_async(queue: number, tag: number): number;
}

/** What a library says about itself. */
export interface Manifest {
  readonly library: string;
  readonly version: string;
  readonly entries: Readonly<Record<string, string>>;
  readonly layouts: Readonly<Record<string, StructLayout>>;
}

export interface StructLayout {
  readonly size: number;
  readonly fields: Readonly<Record<string, readonly [offset: number, size: number]>>;
}

/** The library is not one that this module was made for; `entries` names what differs. */
export class AbiMismatch extends Error {
  constructor(
    readonly path: string,
    readonly entries: readonly string[],
  ) {
    super(`${path}: made from another ABI: ${entries.join(', ')}`);
    this.name = 'AbiMismatch';
  }
}

function checkI32(value: number, name: string): number {
  if ((value | 0) === value) return value;
  throw new RangeError(`${name} must be of type i32, not ${String(value)}`);
}

function checkU16(value: number, name: string): number {
  if ((value & 0xffff) === value) return value;
  throw new RangeError(`${name} must be of type u16, not ${String(value)}`);
}

function checkU32(value: number, name: string): number {
  if (value >>> 0 === value) return value;
  throw new RangeError(`${name} must be of type u32, not ${String(value)}`);
}

function checkU64(value: number, name: string): number {
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw new RangeError(`${name} must be of type u64, not ${String(value)}`);
}

function checkU8(value: number, name: string): number {
  if ((value & 0xff) === value) return value;
  throw new RangeError(`${name} must be of type u8, not ${String(value)}`);
}

/** Memory with room for so many bytes. */
function checkMemory(view: Memory, byteLength: number, name: string): Memory {
  if (!ArrayBuffer.isView(view)) throw new TypeError(`${name} must be a Buffer or a typed array`);
  if (view.byteLength >= byteLength) return view;
  throw new RangeError(`${name} has ${view.byteLength} bytes, ${byteLength} are needed`);
}

/** The same, at an address that C may use for what stands there. */
function checkAligned(view: Memory, byteLength: number, alignment: number, name: string): Memory {
  checkMemory(view, byteLength, name);
  if (view.byteOffset % alignment === 0) return view;
  const says = `begins at byte ${view.byteOffset} of its buffer, which ${alignment} does not divide`;
  throw new RangeError(`${name} ${says}`);
}

/** A struct that begins with its size: the callee writes no more than that. */
function checkSized(view: Memory, alignment: number, name: string): Memory {
  checkAligned(view, 4, alignment, name);
  const said = new Uint32Array(view.buffer, view.byteOffset, 1)[0] as number;
  return checkMemory(view, said, name);
}

/**
 * Refuses a library in which an entry that this module uses is missing or changed; more entries are welcome.
 *
 * @throws AbiMismatch
 */
export function checkManifest(manifest: Manifest, path: string): void {
  const wrong: string[] = [];
  for (const [name, mark] of Object.entries(entries)) {
    const there = manifest.entries[name];
    if (there === undefined) wrong.push(`${name} is missing`);
    else if (there !== mark) wrong.push(`${name} changed`);
  }
  if (wrong.length > 0) throw new AbiMismatch(path, wrong);
}

const layouts: Record<string, { byteLength: number; offset: Record<string, number> }> = {
  Meal: MealLayout,
  Report: ReportLayout,
};

/**
 * Refuses a library whose structs are laid out differently from the constants of this module.
 *
 * @throws AbiMismatch
 */
export function checkLayout(manifest: Manifest, path: string): void {
  const wrong: string[] = [];
  for (const [name, mine] of Object.entries(layouts)) {
    const there = manifest.layouts[name];
    if (there === undefined || there.size < mine.byteLength) wrong.push(`struct ${name} is smaller`);
    for (const [field, offset] of Object.entries(mine.offset)) {
      if (there?.fields[field]?.[0] !== offset) wrong.push(`field ${name}.${field} is not at ${offset}`);
    }
  }
  if (wrong.length > 0) throw new AbiMismatch(path, wrong);
}

/** koffi unloads a library whose handle is collected, so that they are kept here. */
const loaded = new Map<string, { handle: LibraryHandle; library: Library }>();

/**
 * Loads the library at this path, once in each thread.
 *
 * @throws AbiMismatch where it does not fit, an error of koffi where there is none.
 */
export function load(path: string): Library {
  const entry = loaded.get(path) ?? open(path);
  loaded.set(path, entry);
  return entry.library;
}

function open(path: string): { handle: LibraryHandle; library: Library } {
  const handle = koffi.load(path);
  const manifest = readManifest(handle, path);
  checkManifest(manifest, path);
  checkLayout(manifest, path);
  return { handle, library: bind(handle, path, manifest) };
}

function readManifest(handle: LibraryHandle, path: string): Manifest {
  let read: () => string;
  try {
    read = handle.func('zoo_abi_manifest', 'const char *', []);
  } catch {
    throw new AbiMismatch(path, ['function zoo_abi_manifest is missing']);
  }
  return JSON.parse(read()) as Manifest;
}

/** What this module was generated from: a fingerprint of each entry that it uses. */
export const entries: Readonly<Record<string, string>> = {
  'constant MAX_WEIGHT': '6aa0fead',
  'handle Animal': '1f6e4cf5',
  'handle AnimalQueue': '659c973a',
  'enum Status': '8a9dfd66',
  'value Status.OK': '23d7b286',
  'value Status.INVALID_HANDLE': 'f32d4354',
  'value Status.TIMED_OUT': 'b02148cb',
  'value Status.LATE': 'b02148cb',
  'value Status.CLOSED': '4a76fc31',
  'enum Kind': '8a9dfd66',
  'value Kind.MAMMAL': '48208f94',
  'value Kind.BIRD_OF_PREY': '49c98762',
  'enum Permission': 'bc9a65cf',
  'value Permission.LEAVE': '48208f94',
  'value Permission.BITE': '49c98762',
  'enum CompletionKind': '8a9dfd66',
  'value CompletionKind.FEED': '48208f94',
  'value CompletionKind.WALK': '49c98762',
  'value CompletionKind.BIRTH': 'd428e15b',
  'struct Meal': 'b9f8dcb4',
  'field Meal.weight': '5c76ffd6',
  'field Meal.warmth': 'bcbfe777',
  'field Meal.animal': '08105ff2',
  'field Meal.status': '818e019e',
  'field Meal.permissions': 'c2d37c0c',
  'field Meal.kind': 'a0e69300',
  'field Meal.change': '1553f69f',
  'field Meal.servings': 'bf11b159',
  'field Meal.spoons': 'c39a6249',
  'field Meal.label': '37af406b',
  'struct Report': '52890d0c',
  'field Report.size': 'e03c2bc7',
  'field Report.age': '751afc3c',
  'field Report.meals': 'cf5c8c7f',
  'option name': 'e3329a3d',
  'option mark': '3ae8d13e',
  'option nap': 'a838321c',
  'option tame': '29ac472c',
  'function zoo_abi_manifest': 'ab4fe068',
  'function zoo_complaint': '2e1d27b6',
  'function animal_init': 'f94d18f7',
  'function animal_get_option': '55b80c6a',
  'function animal_name': 'e83442e5',
  'function animal_report': 'ba7af778',
  'function animal_queue_init': '7e0a535e',
  'function animal_feed_async': 'b069a2af',
  'function animal_walk_async': '7f786b51',
  'function animal_show_async': 'c0878fff',
  'function animal_queue_birth_async': '4b4c0ba8',
};

function bind(handle: LibraryHandle, path: string, manifest: Manifest): Library {
  const rawZooAbiManifest = handle.func('zoo_abi_manifest', 'const char *', []);
  const rawZooComplaint = handle.func('zoo_complaint', 'const char *', ['uint16_t']);
  const rawAnimalInit = handle.func('animal_init', 'int32_t', [
    'int32_t',
    'uint8_t',
    'void *',
    'uint64_t',
    'void *',
    'uint32_t',
    'void *',
  ]);
  const rawAnimalGetOption = handle.func('animal_get_option', 'int32_t', [
    'uint64_t',
    'int32_t',
    'void *',
    'uint64_t',
    'void *',
    'int32_t',
  ]);
  const rawAnimalName = handle.func('animal_name', 'int32_t', ['uint64_t', 'void *', 'uint64_t']);
  const rawAnimalReport = handle.func('animal_report', 'int32_t', [
    'uint64_t',
    'void *',
    'void *',
    'void *',
    'uint64_t',
    'void *',
  ]);
  const rawAnimalQueueInit = handle.func('animal_queue_init', 'int32_t', ['void *']);
  const rawAnimalFeedAsync = handle.func('animal_feed_async', 'int32_t', [
    'uint64_t',
    'void *',
    'uint32_t',
    'void *',
    'uint32_t',
    'uint64_t',
    'uint64_t',
  ]);
  const rawAnimalWalkAsync = handle.func('animal_walk_async', 'int32_t', ['uint64_t', 'uint64_t', 'uint64_t']);
  const rawAnimalShowAsync = handle.func('animal_show_async', 'int32_t', [
    'uint64_t',
    'void *',
    'uint64_t',
    'uint64_t',
    'uint64_t',
  ]);
  const rawAnimalQueueBirthAsync = handle.func('animal_queue_birth_async', 'int32_t', ['uint64_t', 'uint64_t']);
  return {
    path,
    manifest,
    zoo_abi_manifest() {
      return rawZooAbiManifest();
    },
    zoo_complaint(day) {
      return rawZooComplaint(
        checkU16(day, 'day'),
      );
    },
    animal_init(kind, legs, name, name_size, mark, mark_size, animal) {
      return rawAnimalInit(
        checkI32(kind, 'kind'),
        checkU8(legs, 'legs'),
        checkMemory(name, name_size, 'name'),
        checkU64(name_size, 'name_size'),
        mark === null ? null : checkMemory(mark, mark_size, 'mark'),
        checkU32(mark_size, 'mark_size'),
        checkAligned(animal, 8, 8, 'animal'),
      );
    },
    animal_get_option(animal, option, value, value_capacity, kind, offset) {
      return rawAnimalGetOption(
        checkU64(animal, 'animal'),
        checkI32(option, 'option'),
        checkMemory(value, value_capacity, 'value'),
        checkU64(value_capacity, 'value_capacity'),
        kind === null ? null : checkAligned(kind, 4, 4, 'kind'),
        checkI32(offset, 'offset'),
      );
    },
    animal_name(animal, text, text_capacity) {
      return rawAnimalName(
        checkU64(animal, 'animal'),
        checkMemory(text, text_capacity, 'text'),
        checkU64(text_capacity, 'text_capacity'),
      );
    },
    animal_report(animal, report, fur, fur_size, weight, tail) {
      return rawAnimalReport(
        checkU64(animal, 'animal'),
        checkSized(report, ReportLayout.alignment, 'report'),
        checkAligned(fur, 8, 8, 'fur'),
        checkAligned(fur_size, 8, 8, 'fur_size'),
        checkU64(weight, 'weight'),
        tail === null ? null : checkAligned(tail, 8, 8, 'tail'),
      );
    },
    animal_queue_init(queue) {
      return rawAnimalQueueInit(
        checkAligned(queue, 8, 8, 'queue'),
      );
    },
    animal_feed_async(animal, meals, meal_count, leftovers, leftover_capacity, queue, tag) {
      return rawAnimalFeedAsync(
        checkU64(animal, 'animal'),
        checkAligned(meals, meal_count * MealLayout.byteLength, MealLayout.alignment, 'meals'),
        checkU32(meal_count, 'meal_count'),
        leftovers === null ? null : checkAligned(leftovers, leftover_capacity * MealLayout.byteLength, MealLayout.alignment, 'leftovers'),
        checkU32(leftover_capacity, 'leftover_capacity'),
        checkU64(queue, 'queue'),
        checkU64(tag, 'tag'),
      );
    },
    animal_walk_async(animal, queue, tag) {
      return rawAnimalWalkAsync(
        checkU64(animal, 'animal'),
        checkU64(queue, 'queue'),
        checkU64(tag, 'tag'),
      );
    },
    animal_show_async(animal, picture, picture_size, queue, tag) {
      return rawAnimalShowAsync(
        checkU64(animal, 'animal'),
        checkMemory(picture, picture_size, 'picture'),
        checkU64(picture_size, 'picture_size'),
        checkU64(queue, 'queue'),
        checkU64(tag, 'tag'),
      );
    },
    animal_queue_birth_async(queue, tag) {
      return rawAnimalQueueBirthAsync(
        checkU64(queue, 'queue'),
        checkU64(tag, 'tag'),
      );
    },
  };
}
