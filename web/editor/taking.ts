import { html } from "lit";
import { texts } from "./texts.ts";
import "../controls/copy-text.ts";
import type { EngineModule } from "../engine/door.ts";
import { linkTo } from "../share/link.ts";
import { fill } from "../words/words.ts";
import { download, fileNameOf } from "./files.ts";

/** A scenario that can be taken away: as files, and, where it can run, as a link. */
export type Takeaway = { title: string; toml: () => string; json: (() => string) | null };

export function taking({ title, toml, json }: Takeaway, module: EngineModule) {
  const file = (text: () => string, ending: string) => {
    const name = fileNameOf(title, ending);
    return html`<button type="button" @click=${() => download(text(), name)}>${fill(texts.editor.download, { file: `.${ending}` })}</button>`;
  };
  return html`
    ${file(toml, "toml")}
    ${json ? file(json, "json") : ""}
    ${
      json
        ? html`<raft-copy-text
            .text=${() => linkOf(json(), module)}
            .name=${texts.editor.link}
            .about=${texts.editor.linkAbout}
          ></raft-copy-text>`
        : ""
    }
  `;
}

/** Where a scenario can be opened from its beginning by whoever gets the link. */
function linkOf(json: string, module: EngineModule): string {
  const run = module.open({ json });
  const fragment = run.shareLink();
  run.free();
  return linkTo(fragment, location.href);
}
