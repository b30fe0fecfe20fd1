/** Under this name a playground says what its parts speak: a `Catalogue`. Whoever only has the name needs no words. */
export const CATALOGUE = Symbol("catalogue");
