import editor from "words:editor";
import recorder from "words:recorder";
import workshop from "words:workshop";

/** The strings of this room, in the language that is spoken. They come with it, and not with the page. */
export const texts = {
  get editor() {
    return editor;
  },
  get recorder() {
    return recorder;
  },
  get workshop() {
    return workshop;
  },
};
