/** A spec that has one of everything, for the tests of the generator: what it declares means nothing. */
export * from '../../spec/vocabulary.js';
export * from './animals.js';
export * from './keeping.js';
export * from './words.js';
