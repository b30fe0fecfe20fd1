import type texts from "words:film";

/** What the part "Picture and film" says: it comes with it, and not with the page. */
export { default as filmWords } from "words:film";
export type FilmWords = typeof texts;
