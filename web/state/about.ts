import type { Level, Text } from "../engine/door.ts";
import { inLanguage, languageOfText } from "../words/text.ts";

/** What a scenario says of itself. */
export type About = {
  title: string;
  summary: string;
  level: Level | null;
  tags: readonly string[];
  sources: readonly string[];
  /** What of it is documented, and what is reconstruction; Markdown. */
  provenance: string;
  /** In which it says so; null: it does not say. */
  language: string | null;
};

type Told = {
  title: Text;
  summary?: Text;
  level?: Level;
  tags?: string[];
  sources?: string[];
  provenance?: Text;
};

export function aboutOf(json: string): About {
  const { title, summary, level, tags, sources, provenance } = JSON.parse(json) as Told;
  return {
    title: inLanguage(title),
    summary: inLanguage(summary),
    level: level ?? null,
    tags: tags ?? [],
    sources: sources ?? [],
    provenance: inLanguage(provenance),
    language: languageOfText(title),
  };
}
