import editor from "words:editor";
import recorder from "words:recorder";
import workshop from "words:workshop";

/** The strings of this room. They come with it, and not with the page. */
export const texts = { editor, recorder, workshop };
