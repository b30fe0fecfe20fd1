import branchesWords from "words:branches";
import compareWords from "words:compare";
import ruleWords from "words:ruleset";
import { html, nothing } from "lit";
import { createRef, type Ref, ref } from "lit/directives/ref.js";
import { Control } from "../controls/control.ts";
import { define } from "../controls/define.ts";
import type { TimelineView } from "../controls/timeline.ts";
import type { Branch, Comparison, Kept, Timeline } from "../engine/door.ts";
import { besideEachOther, type Contrast, contrasts, partingOf } from "../scene/contrast.ts";
import type { Point } from "../scene/geometry.ts";
import { type LedgerScene, type LedgerView, ledgerScene } from "../scene/ledger.ts";
import { timelineScene } from "../scene/timeline.ts";
import { type Against, nameOfChoice, TURNABLE, type Turnable } from "../state/comparing.ts";
import { INTENT_EVENT, type Intent, intend } from "../state/intents.ts";
import type { Rules } from "../state/rules.ts";
import type { Span } from "../state/span.ts";
import type { World } from "../state/world.ts";
import { base } from "../styles/base.ts";
import { compareStyles } from "../styles/compare.ts";
import { fill } from "../words/words.ts";
import type { Place } from "./place.ts";
import type { StageHost } from "./stage-host.ts";
import type { Visit } from "./visit.ts";
import "../controls/differences.ts";
import "../controls/kept.ts";

/** One of the two runs: its stage, its time line with what was painted on it last, and its ledger. */
type Pane = {
  stage: Ref<StageHost>;
  timeline: Ref<TimelineView>;
  painted: { timeline: Timeline; span: Span } | null;
  ledger: LedgerScene | null;
};

/** Two runs side by side on one clock, and in what they differ: now, and in the end. */
export class CompareHost extends Control {
  static override properties = {
    compared: { attribute: false },
    against: { attribute: false },
    linked: { type: String },
    branches: { attribute: false },
    rules: { attribute: false },
    fork: { type: String },
    kept: { attribute: false },
    worlds: { attribute: false },
    marks: { state: true },
  };
  declare compared: Comparison | null;
  declare against: Against | null;
  /** The name of the other run, where it came with a link. */
  declare linked: string;
  declare branches: readonly Branch[];
  declare rules: Rules | null;
  /** What the scenario calls the same story with other rules; empty: it has none. */
  declare fork: string;
  declare kept: Kept | null;
  /** The run on the screen, and the other one: what differs now is read from them. */
  declare worlds: readonly [World, World] | null;
  /** Where the marks of the servers that differ stand, in each pane. */
  declare marks: readonly (readonly Point[])[];
  #panes: readonly [Pane, Pane] = [newPane(), newPane()];
  /** Of what the ledgers are: they are drawn anew when any of it changes. */
  #ledgersOf: readonly unknown[] = [];
  #contrasts: { of: readonly World[]; found: Contrast[] } = { of: [], found: [] };

  constructor() {
    super();
    this.compared = null;
    this.against = null;
    this.linked = "";
    this.branches = [];
    this.rules = null;
    this.fork = "";
    this.kept = null;
    this.worlds = null;
    this.marks = [[], []];
  }

  static override styles = [base, compareStyles];

  override connectedCallback(): void {
    super.connectedCallback();
    // What the stages, ledgers and time lines in here say stops at this shadow root: it is passed on.
    this.renderRoot.addEventListener(INTENT_EVENT, this.#intended);
    this.renderRoot.addEventListener("stage-resized", this.#resized);
  }

  #intended = (event: Event): void => {
    event.stopPropagation();
    intend(this, (event as CustomEvent<Intent>).detail);
  };

  #resized = (): void => {
    this.dispatchEvent(new CustomEvent("stage-resized", { bubbles: true }));
  };

  override render() {
    const { compared, worlds } = this;
    if (!compared || !worlds) return nothing;
    const names = [this.#current?.name ?? "", this.#otherName()] as const;
    return html`
      <div class="choice">
        <label>${compareWords.with} ${this.#choices()}</label>
        <button @click=${() => intend(this, { want: "stop-comparing" })}>${compareWords.stop}</button>
        <p class="parted">${partingOf(compared)}</p>
      </div>
      ${this.kept && this.kept.lost.length > 0 ? html`<raft-kept fixed .kept=${this.kept}></raft-kept>` : nothing}
      <div class="panes">${this.#panes.map((pane, side) => this.#pane(pane, names[side] ?? "", side))}</div>
      <raft-differences .compared=${compared} .names=${names} .now=${this.#found(worlds)}></raft-differences>
    `;
  }

  #pane(pane: Pane, name: string, side: number) {
    const sign = compareWords.signs[side === 0 ? "one" : "two"];
    return html`
      <section aria-label=${fill(compareWords.pane, { sign, name })}>
        <h2><b>${sign}</b> ${name}</h2>
        <raft-stage ${ref(pane.stage)}>
          ${this.marks[side]?.map(({ x, y }) => html`<span class="differs" aria-hidden="true" .style=${`left:${x}px;top:${y}px`}>≠</span>`)}
        </raft-stage>
        <raft-ledger .scene=${pane.ledger} .of=${name}></raft-ledger>
        <raft-timeline still ${ref(pane.timeline)} .sentence=${name}></raft-timeline>
      </section>
    `;
  }

  #choices() {
    const against = this.against ? nameOfChoice(this.against) : "";
    const option = (choice: Against, name: string) => {
      const value = nameOfChoice(choice);
      return html`<option value=${value} .selected=${value === against}>${name}</option>`;
    };
    const linked = this.against?.kind === "run" ? this.against : null;
    const others = this.branches.filter((branch) => !branch.current);
    return html`
      <select @change=${this.#chosen}>
        ${linked ? option(linked, this.linked) : nothing}
        ${
          others.length > 0
            ? html`<optgroup label=${branchesWords.title}>${others.map((branch) => option({ kind: "branch", id: branch.id }, branch.name))}</optgroup>`
            : nothing
        }
        <optgroup label=${compareWords.sameSeed}>
          ${TURNABLE.filter((rule) => this.#isOffered(rule)).map((rule) => option({ kind: "rule", rule }, this.#turnedName(rule)))}
        </optgroup>
      </select>
    `;
  }

  get #current(): Branch | undefined {
    return this.branches.find((branch) => branch.current);
  }

  #otherName(): string {
    const { against } = this;
    if (!against) return "";
    if (against.kind === "rule") return this.#turnedName(against.rule);
    if (against.kind === "run") return this.linked;
    return this.branches.find((branch) => branch.id === against.id)?.name ?? "";
  }

  #isOffered(rule: Turnable): boolean {
    if (rule === "fork") return this.fork !== "";
    return rule !== "deviations" || Boolean(this.rules?.deviations);
  }

  /** "PreVote on": how the rule is in the other run. */
  #turnedName(rule: Turnable): string {
    if (rule === "fork") return this.fork;
    if (rule === "deviations") return compareWords.mended;
    const value = ruleWords.values[this.rules?.[rule] === true ? "false" : "true"];
    return fill(ruleWords.changed.onOff, { rule: ruleWords.names[rule], value });
  }

  #chosen(event: Event): void {
    const [kind, which] = (event.target as HTMLSelectElement).value.split(" ");
    const rule = TURNABLE.find((one) => one === which);
    if (kind === "branch") intend(this, { want: "compare", against: { kind, id: Number(which) } });
    else if (rule) intend(this, { want: "compare", against: { kind: "rule", rule } });
  }

  #found(worlds: readonly [World, World]): Contrast[] {
    const [one, two] = worlds;
    const { of } = this.#contrasts;
    if (of[0] !== one || of[1] !== two)
      this.#contrasts = { of: worlds, found: contrasts(one, two) };
    return this.#contrasts.found;
  }

  /** Draws what moves with simulated time in both runs. */
  paint(visit: Visit): void {
    const { player, comparing, attention } = visit;
    if (!player || !comparing) return;
    const places = [player, comparing.twin] as const;
    const { cursor, seenBy } = attention;
    for (const [side, place] of places.entries()) {
      const pane = this.#panes[side];
      if (!pane) continue;
      const { introductions } = place.perception;
      const paused = !player.moving;
      pane.stage.value?.paint(
        place.world,
        { cursor, paused, introductions, choosing: null, seenBy },
        place.now,
      );
      this.#paintTime(pane, place, visit);
    }
    this.#paintLedgers(places, { cursor, seenBy });
    this.#placeMarks(this.#found([player.world, comparing.twin.world]));
  }

  #paintTime(pane: Pane, place: Place, { attention, player }: Visit): void {
    const view = pane.timeline.value;
    if (!view || !player) return;
    view.now = place.now;
    const span = attention.zoom ?? { from: 0, to: player.end };
    const { timeline } = place.lists;
    const before = pane.painted;
    const same = before?.span.from === span.from && before.span.to === span.to;
    if (view.scene && same && before?.timeline === timeline) return;
    pane.painted = { timeline, span };
    view.scene = timelineScene(timeline, place.story, span, place.scripted, []);
  }

  #paintLedgers([one, two]: readonly [Place, Place], view: LedgerView): void {
    const of = [one.world, one.perception.logs, two.world, two.perception.logs];
    const key = [...of, view.cursor, view.seenBy];
    if (key.every((part, at) => part === this.#ledgersOf[at])) return;
    this.#ledgersOf = key;
    const scene = ({ world, perception: { logs, columns } }: Place) =>
      ledgerScene(world, logs, columns, view);
    const [first, second] = this.#panes;
    [first.ledger, second.ledger] = besideEachOther(scene(one), scene(two));
    this.requestUpdate();
  }

  #placeMarks(found: readonly Contrast[]): void {
    const marks = this.#panes.map(({ stage }) =>
      found.flatMap(({ server }) => stage.value?.shoulderOf(server) ?? []),
    );
    if (JSON.stringify(marks) !== JSON.stringify(this.marks)) this.marks = marks;
  }
}

function newPane(): Pane {
  return { stage: createRef(), timeline: createRef(), painted: null, ledger: null };
}

define("raft-compare", CompareHost);
