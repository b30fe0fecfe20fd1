import texts from "words:film";

/** What the part "Picture and film" says: it comes with it, and not with the page. */
export const filmWords = texts;
export type FilmWords = typeof texts;
