import type {
  Count,
  InArray,
  InBytes,
  InOut,
  InText,
  i32,
  i64,
  Lent,
  Nullable,
  Out,
  OutArray,
  OutBytes,
  OutText,
  OutView,
  StaticText,
  StatusOnly,
  ThreadText,
  Transferred,
  u8,
  u16,
  u32,
  u64,
} from '../../spec/vocabulary.js';
import type { Animal, AnimalQueue, Call, Meal, Report } from './animals.js';
import type { Kind, OptionId } from './words.js';

/** The manifest of the zoo. */
export declare function zoo_abi_manifest(): Call<{
  returns: StaticText;
  blocking: 'never';
  thread: 'any';
  errors: never;
  since: '0.1';
}>;

/**
 * The complaint of the day.
 *
 * @param day Which day.
 * @returns What the keeper said.
 */
export declare function zoo_complaint(day: u16): Call<{
  returns: ThreadText;
  blocking: 'never';
  thread: 'any';
  errors: never;
  since: '0.2';
}>;

/**
 * Brings an animal. Documentation of two paragraphs.
 *
 * The second mentions `CLOSED`, `LEAVE`, `ipc://*` and a pattern like `/*`.
 *
 * @param kind What it is.
 * @param legs How many legs.
 * @param name Its name.
 * @param name_size Length of the name in bytes.
 * @param mark Its mark.
 * @param mark_size Length of the mark in bytes.
 * @param animal Receives the handle.
 */
export declare function animal_init(
  kind: Kind,
  legs: u8,
  name: InText<'name_size'>,
  name_size: u64,
  mark: Nullable<InBytes<'mark_size'>>,
  mark_size: u32,
  animal: Out<Animal>,
): Call<{
  returns: StatusOnly;
  blocking: 'bounded';
  thread: 'any';
  errors: 'CLOSED';
  since: '0.1';
  creates: 'Animal';
}>;

/**
 * Sends an animal away.
 *
 * @param animal The animal.
 * @param patience_ms How long to wait, in milliseconds; -1 for ever.
 */
export declare function animal_destroy(
  animal: Animal,
  patience_ms: i64,
): Call<{
  returns: StatusOnly;
  blocking: 'may_block';
  thread: 'any';
  errors: 'INVALID_HANDLE' | 'TIMED_OUT';
  since: '0.1';
  destroys: 'Animal';
}>;

/**
 * Reads an option.
 *
 * @param animal The animal.
 * @param option Which one.
 * @param value Receives it.
 * @param value_capacity Bytes of room.
 * @param kind Receives what the animal is.
 * @param offset Where to begin, counted from the end when negative.
 * @returns The length of the value in bytes.
 */
export declare function animal_get_option(
  animal: Animal,
  option: OptionId,
  value: OutBytes<'value_capacity'>,
  value_capacity: u64,
  kind: Nullable<Out<Kind>>,
  offset: i32,
): Call<{
  returns: Count;
  blocking: 'never';
  thread: 'one_at_a_time';
  errors: 'INVALID_HANDLE' | 'CLOSED';
  since: '0.1';
}>;

/**
 * Says what an animal is called.
 *
 * @param animal The animal.
 * @param text Receives the name.
 * @param text_capacity Bytes of room.
 * @returns The length of the name in bytes.
 */
export declare function animal_name(
  animal: Animal,
  text: OutText<'text_capacity'>,
  text_capacity: u64,
): Call<{
  returns: Count;
  blocking: 'never';
  thread: 'any';
  errors: 'INVALID_HANDLE';
  since: '0.1';
}>;

/**
 * Reports on an animal.
 *
 * @param animal The animal.
 * @param report The caller sets `size`.
 * @param fur Receives the address of its fur.
 * @param fur_size Receives the length of its fur in bytes.
 * @param weight Length of its tail.
 * @param tail Receives the address of its tail. Null: the tail is of no interest.
 */
export declare function animal_report(
  animal: Animal,
  report: InOut<Report>,
  fur: Out<OutView<'animal', 'fur_size'>>,
  fur_size: Out<u64>,
  weight: u64,
  tail: Nullable<Out<OutView<'animal', 'weight'>>>,
): Call<{
  returns: StatusOnly;
  blocking: 'never';
  thread: 'one_at_a_time';
  errors: 'INVALID_HANDLE';
  since: '0.2';
}>;

/**
 * Makes a queue.
 *
 * @param queue Receives the handle.
 */
export declare function animal_queue_init(queue: Out<AnimalQueue>): Call<{
  returns: StatusOnly;
  blocking: 'never';
  thread: 'any';
  errors: never;
  since: '0.1';
  creates: 'AnimalQueue';
}>;

/**
 * Feeds an animal meals.
 *
 * @param animal The animal.
 * @param meals The meals.
 * @param meal_count How many.
 * @param leftovers Receives what it did not eat.
 * @param leftover_capacity Room for leftovers.
 * @param queue Where the completion goes.
 * @param tag Comes back with the completion.
 * @returns How many were eaten at once.
 */
export declare function animal_feed_async(
  animal: Animal,
  meals: InArray<Meal, 'meal_count'>,
  meal_count: u32,
  leftovers: Nullable<OutArray<Meal, 'leftover_capacity'>>,
  leftover_capacity: u32,
  queue: AnimalQueue,
  tag: u64,
): Call<{
  returns: Count;
  blocking: 'never';
  thread: 'any';
  errors: 'INVALID_HANDLE' | 'CLOSED';
  since: '0.2';
  completion: { kind: 'FEED'; payload: 'none'; follows: 'when_pending' };
}>;

/**
 * Walks an animal, and keeps it.
 *
 * @param animal The animal.
 * @param queue Where the completion goes.
 * @param tag Comes back with the completion.
 */
export declare function animal_walk_async(
  animal: Transferred<Animal>,
  queue: AnimalQueue,
  tag: u64,
): Call<{
  returns: StatusOnly;
  blocking: 'never';
  thread: 'any';
  errors: 'INVALID_HANDLE';
  since: '0.2';
  completion: { kind: 'WALK'; payload: 'messages'; follows: 'always' };
}>;

/**
 * Shows an animal a picture, which it looks at for a while.
 *
 * @param animal The animal.
 * @param picture The picture.
 * @param picture_size How many bytes.
 * @param queue Where the completion goes.
 * @param tag Comes back with the completion.
 */
export declare function animal_show_async(
  animal: Animal,
  picture: Lent<InBytes<'picture_size'>>,
  picture_size: u64,
  queue: AnimalQueue,
  tag: u64,
): Call<{
  returns: StatusOnly;
  blocking: 'never';
  thread: 'any';
  errors: 'INVALID_HANDLE';
  since: '0.2';
  completion: { kind: 'FEED'; payload: 'none'; follows: 'always' };
}>;

/**
 * Waits for a birth.
 *
 * @param queue Where the completion goes.
 * @param tag Comes back with the completion.
 */
export declare function animal_queue_birth_async(
  queue: AnimalQueue,
  tag: u64,
): Call<{
  returns: StatusOnly;
  blocking: 'never';
  thread: 'any';
  errors: 'INVALID_HANDLE';
  since: '0.2';
  completion: { kind: 'BIRTH'; payload: 'message'; follows: 'always' };
}>;
