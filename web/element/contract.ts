import { LitElement, type PropertyDeclaration } from "lit";
import { type Arrangement, readViews, VIEWS_EXPECTED } from "../state/arrangement.ts";
import {
  type Complain,
  type Controls,
  type Manner,
  markOf,
  oneOf,
  ratioOf,
  reading,
  speedOf,
  type Theme,
  textOf,
  timeOf,
} from "../state/manner.ts";
import { type Autoplay, autoplayOf } from "./autoplay.ts";

/** Attributes that say what is opened. */
export const SOURCES = ["link", "src", "scenario", "seed", "step", "at"];
/** Attributes that say how it behaves. */
export const MANNERS = [
  "controls",
  "theme",
  "heading",
  "caption",
  "step",
  "at",
  "end",
  "loop",
  "ratio",
  "home",
];

const text = { type: String, reflect: true };

/**
 * What a host page can say by attributes: the embed contract, version 1. Attributes are only ever added. What an
 * attribute cannot mean is said in the console, and counts as absent. docs/embedding.md tells it at length.
 */
export class Contract extends LitElement {
  static override properties = {
    scenario: text,
    src: text,
    link: { type: String },
    seed: text,
    view: text,
    controls: text,
    step: text,
    at: text,
    end: text,
    loop: { type: Boolean, reflect: true, converter: isMeant },
    heading: text,
    caption: text,
    speed: text,
    theme: text,
    autoplay: text,
    ratio: text,
    home: text,
    remembers: { type: Boolean },
  };
  /** Name of a gallery scenario; without this, `src`, `link` and a scenario inside, the default story. */
  declare scenario: string | null;
  /** Address of a scenario file, TOML or JSON. Without it, a child `<script type="application/json">` (or `application/toml`) is the scenario. */
  declare src: string | null;
  /** A shared link, or its fragment: that run at that moment. It goes before everything else. */
  declare link: string | null;
  /** Another seed for the scenario: hexadecimal. */
  declare seed: string | null;
  /** Views by name, "cluster log", or a preset: auto, wide, laptop, phone, lecture. */
  declare view: string | null;
  /** none | minimal | full: how much furniture there is. Absent means full. */
  declare controls: string | null;
  /** Where to start: a step of the story by its slug, or by its number from 1. */
  declare step: string | null;
  /** Where to start, as a moment: milliseconds of simulated time, or "1.5s". `step` goes before it. */
  declare at: string | null;
  /** Where playing stops: a step, or a moment with its unit ("600ms"). */
  declare end: string | null;
  /** Whether it plays over again from the start when it has come to the end. */
  declare loop: boolean;
  /** A heading above the picture, instead of the scenario's title. */
  declare heading: string | null;
  /** A line below the picture. */
  declare caption: string | null;
  /** How fast it plays: 1 is the pace of the story, 2 is twice that. */
  declare speed: string | null;
  /** auto | light | dark. Absent means auto: as the page around it. */
  declare theme: string | null;
  /** never (also when absent), visible (also when empty), always. */
  declare autoplay: string | null;
  /** Width by height, "16/9", at most 10 times; or "fill": as high as the host page's styles make it. Absent: as high as what is in it. */
  declare ratio: string | null;
  /** Address of the playground's own page, for "open in the playground"; absent: the one beside this script. */
  declare home: string | null;
  /** Whether this page may keep which stories were seen: the playground's own site does, no other. */
  declare remembers: boolean;

  constructor() {
    super();
    for (const [name, { type }] of Object.entries(Contract.properties))
      Reflect.set(this, name, type === Boolean ? false : null);
  }

  /** Whatever is set is a text from then on, or absent: nobody who reads it has to ask what it is. */
  protected static override getPropertyDescriptor(
    name: PropertyKey,
    key: string | symbol,
    options: PropertyDeclaration,
  ): PropertyDescriptor | undefined {
    const plain = LitElement.getPropertyDescriptor(name, key, options);
    if (!plain?.set || options.type !== String) return plain;
    const { set } = plain;
    return {
      ...plain,
      set(value: unknown) {
        set.call(this, textOf(value));
      },
    };
  }

  /** What was reported before is not said again with every update. */
  readonly #reported = new Set<string>();

  protected complain: Complain = (attribute, value, expected) =>
    this.report(`${attribute}="${value}": expected ${expected}`);

  protected report = (what: string): void => {
    if (this.#reported.has(what)) return;
    this.#reported.add(what);
    // biome-ignore lint/suspicious/noConsole: whoever wrote the page looks there
    console.warn(`<${this.localName}> ${what}`);
  };

  /** The attributes about manners, read; what cannot be read is complained of. */
  protected manner(): Manner {
    const { complain } = this;
    const names = oneOf<Controls>("none", "minimal", "full");
    const themes = oneOf<Theme>("auto", "light", "dark");
    const step = reading("step", this.step, null, "the slug or number of a step", stepOf, complain);
    const at = reading(
      "at",
      this.at,
      null,
      'milliseconds, or a time like "1.5s"',
      momentAt,
      complain,
    );
    return {
      controls: reading(
        "controls",
        this.controls,
        "full",
        "none, minimal or full",
        names,
        complain,
      ),
      theme: reading("theme", this.theme, "auto", "auto, light or dark", themes, complain),
      heading: this.heading ?? "",
      caption: this.caption ?? "",
      start: step ?? at,
      end: reading("end", this.end, null, 'a step, or a time like "600ms"', markOf, complain),
      loops: this.loop,
      ratio: reading(
        "ratio",
        this.ratio,
        null,
        '"16/9", from 1/10 to 10, or "fill"',
        ratioOf,
        complain,
      ),
      home: reading("home", this.home, "", "an address", (home) => this.#addressOf(home), complain),
    };
  }

  #addressOf(text: string): string | undefined {
    if (!URL.canParse(text, this.baseURI)) return undefined;
    const { protocol, href } = new URL(text, this.baseURI);
    // It becomes a link: nothing that runs.
    return /^(https?|file):$/.test(protocol) ? href : undefined;
  }

  protected get pace(): number {
    return reading("speed", this.speed, 1, "a number from 1/64 to 64", speedOf, this.complain);
  }

  /** What is named in `view`; null: nothing, and it is left to the room there is. */
  protected get viewsNamed(): Arrangement | null {
    return readViews(this.view, (name) => this.complain("view", name, VIEWS_EXPECTED));
  }

  /** Empty means visible. */
  protected get begins(): Autoplay {
    const { autoplay } = this;
    if (autoplay?.trim() === "") return "visible";
    return reading(
      "autoplay",
      autoplay,
      "never",
      "never, visible or always",
      autoplayOf,
      this.complain,
    );
  }
}

/** Frameworks that know nothing of properties, and addresses of frames, say "false" where they mean that it is not there. */
function isMeant(value: string | null): boolean {
  return value !== null && value !== "false";
}

function stepOf(value: string): { step: string } | undefined {
  const mark = markOf(value);
  return mark && "step" in mark ? mark : undefined;
}

function momentAt(value: string): { time: number } | undefined {
  const time = timeOf(value, "ms");
  return time === undefined ? undefined : { time };
}
