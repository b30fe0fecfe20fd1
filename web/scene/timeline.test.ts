import { describe, expect, it } from "vitest";
import type { Timeline } from "../engine/door.ts";
import { timelineOf } from "../trials/scenes.ts";
import { openTrial } from "../trials/trial.ts";
import { rangeEnd, thinned, timelineScene } from "./timeline.ts";

const trial = openTrial({ scenario: "default" });
const { story } = trial;
const mark = (time: number, kind: Timeline["marks"][number]["kind"]) => ({
  at: { time, processed: 1 },
  kind,
  text: kind,
});

describe("the painted timeline", () => {
  it("puts bands, marks and steps on one scale", () => {
    const timeline: Timeline = {
      end: 720,
      terms: [{ term: 1, from: 72, to: 360, leader: "n1" }],
      marks: [mark(72, "leader"), mark(360, "crash")],
    };
    const scene = timelineScene(timeline, story, { from: 0, to: 720 }, true, []);
    expect(scene.bands[0]).toMatchObject({
      from: 0.1,
      to: 0.5,
      fill: { hue: 1 },
      label: "n1 leads, term 1",
    });
    expect(scene.marks.map((one) => one.x)).toEqual([0.1, 0.5]);
    expect(scene.steps).toHaveLength(story.steps.length);
  });

  it("shows of the default story two reigns and the crash between them", () => {
    const scene = timelineOf(trial);
    expect(scene.bands.map((band) => [band.label, band.fill.hue])).toEqual([
      ["n1 leads, term 1", 1],
      ["n2 leads, term 2", 2],
    ]);
    const [, second] = scene.bands;
    const crash = scene.marks.find((mark) => mark.kind === "crash");
    expect(crash?.x).toBeGreaterThan(0);
    expect(crash?.x).toBeLessThan(second?.from ?? 0);
  });

  it("gives a term without a leader no hue: nobody reigned", () => {
    const timeline = { end: 720, terms: [{ term: 1, from: 40, to: 80, leader: null }], marks: [] };
    expect(timelineScene(timeline, story, { from: 0, to: 720 }, true, []).bands[0]?.fill.hue).toBe(
      0,
    );
  });

  it("of marks that would cover each other keeps the more telling one", () => {
    const timeline = {
      end: 720,
      terms: [],
      marks: [mark(100, "election"), mark(101, "violation"), mark(102, "commit")],
    };
    const { marks } = timelineScene(timeline, story, { from: 0, to: 720 }, true, []);
    expect(thinned(marks, 0.02).map((one) => one.kind)).toEqual(["violation"]);
    expect(thinned(marks, 0.001)).toHaveLength(3);
  });

  it("drops the story's steps once they cannot come any more", () => {
    const timeline = { end: 720, terms: [], marks: [] };
    expect(timelineScene(timeline, story, { from: 0, to: 720 }, false, []).steps).toEqual([]);
  });

  it("grows in chunks once a run goes on beyond its story", () => {
    expect(rangeEnd(720, 400)).toBe(720);
    expect(rangeEnd(720, 721)).toBe(1080);
    expect(rangeEnd(720, 1079)).toBe(1080);
    expect(rangeEnd(720, 1081)).toBe(1440);
  });
});
