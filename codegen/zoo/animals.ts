import type {
  CallShape,
  FixedBytes,
  Frozen,
  Handle,
  Holds,
  i32,
  i64,
  Sized,
  u8,
  u16,
  u32,
  u64,
} from '../../spec/vocabulary.js';
import type { CompletionKindName, Kind, Permission, Status, StatusName } from './words.js';

export type Call<Shape extends CallShape<StatusName, CompletionKindName>> = Shape['returns'];

/** An animal. */
export type Animal = Handle<'animal'>;
/** A queue of what happened to animals: its functions begin with the longer of two kinds. */
export type AnimalQueue = Handle<'animal_queue'>;

/** One meal, of every type that a field can have. */
export type Meal = Frozen<
  {
    /** Weight in grams. */
    weight: u64;
    /** Warmth in degrees, times a thousand. */
    warmth: i64;
    /** For whom. */
    animal: Animal;
    /** Whether it was eaten. */
    status: Holds<Status, i32>;
    /** What the eater may do. */
    permissions: Holds<Permission, u32>;
    /** For what kind of animal. */
    kind: Holds<Kind, u32>;
    /** Change of weight. */
    change: i32;
    /** Servings. */
    servings: u16;
    /** Spoons. */
    spoons: u8;
    /** A label. */
    label: FixedBytes<5>;
  },
  48
>;

/** What is known of an animal, today. */
export type Report = Sized<{
  /** Bytes of this struct as the caller knows it. */
  size: u32;
  /** Years. */
  age: u32;
  /** Meals so far. */
  meals: u64;
}>;
