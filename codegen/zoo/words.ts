import type { Option, OptionNumber } from '../../spec/vocabulary.js';

/**
 * The version of the zoo.
 *
 * @prefix ZOO_
 */
export const VERSION = '0.2.1';

/**
 * The greatest weight: more than an enum of C holds, and a `"quoted"` word.
 *
 * @prefix ZOO_
 */
export const MAX_WEIGHT = 0xffff_ffff_ffff_ffffn;

/**
 * How a call ends.
 *
 * @prefix ZOO_
 */
export enum Status {
  /** All is well. */
  OK = 0,
  /** The handle names no animal: `null`, or one that left. */
  INVALID_HANDLE = -1,
  /** It takes too long. */
  TIMED_OUT = -2,
  /** The old name of `TIMED_OUT`. @alias TIMED_OUT */
  LATE = -2,
  /** After a gap: somebody closed the door. */
  CLOSED = -7,
}
export type StatusName = keyof typeof Status;

/**
 * What an animal is.
 *
 * @prefix ZOO_KIND_
 */
export enum Kind {
  /** Has fur. */
  MAMMAL = 1,
  /** Has feathers. */
  BIRD_OF_PREY = 2,
}

/**
 * What an animal may do.
 *
 * @flags
 * @prefix ZOO_MAY_
 */
export enum Permission {
  /** Leave the cage. */
  LEAVE = 1,
  /** Bite. */
  BITE = 2,
}

/**
 * Which operation ended.
 *
 * @prefix ZOO_COMPLETION_
 */
export enum CompletionKind {
  /** A feeding. */
  FEED = 1,
  /** A walk. */
  WALK = 2,
  /** A birth. */
  BIRTH = 3,
}
export type CompletionKindName = keyof typeof CompletionKind;

/** What can be set on an animal. */
export interface AnimalOptions {
  /** Its name: a text with a default. */
  name: Option<{
    id: 1;
    type: 'text';
    min: 0;
    max: 64;
    default: 'Nobody';
    unit: 'none';
    access: 'read_write';
    applies: 'live';
    since: '0.1';
  }>;
  /** Its mark: bytes. */
  mark: Option<{
    id: 2;
    type: 'bytes';
    min: 0;
    max: 8;
    default: '';
    unit: 'bytes';
    access: 'read_write';
    applies: 'later';
    since: '0.1';
  }>;
  /** How long it sleeps; -1 | 0 mean for ever and never. */
  nap: Option<{
    id: 5;
    type: 'int';
    min: -1;
    max: 0x1fffffffffffff;
    default: 250;
    unit: 'milliseconds';
    access: 'read_write';
    applies: 'live';
    since: '0.2';
  }>;
  /** Whether it is tame. */
  tame: Option<{
    id: 6;
    type: 'bool';
    min: 0;
    max: 1;
    default: true;
    unit: 'none';
    access: 'read_only';
    applies: 'live';
    since: '0.2';
  }>;
}

/**
 * The number of an option.
 *
 * @prefix ZOO_OPTION_
 */
export type OptionId = OptionNumber<AnimalOptions>;
