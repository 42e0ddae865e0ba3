// The timers that run or are paused, each with its ring, and the reminders that are to come.

import { element } from "./build.mjs";
import { clockFace, countdown, now } from "./clock.mjs";

const SVG = "http://www.w3.org/2000/svg";
const RADIUS = 20;
const AROUND = 2 * Math.PI * RADIUS;
const list = document.getElementById("timers");
let rings = [];

function circle(className) {
  const made = document.createElementNS(SVG, "circle");
  const place = { cx: 24, cy: 24, r: RADIUS, class: className };
  for (const [name, value] of Object.entries(place)) made.setAttribute(name, value);
  return made;
}

function ringOf(timer) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 48 48");
  svg.setAttribute("aria-hidden", "true");
  const arc = circle("arc");
  arc.setAttribute("stroke-dasharray", AROUND);
  svg.append(circle("track"), arc);
  const left = element("span", { className: "number left" });
  const state = timer.rings_at === null ? "paused" : "running";
  const words = element("span", { className: "words" }, left, element("small", {}, `${timer.label} · ${state}`));
  const item = element("li", { className: `timer ${state}` }, svg, words);
  return { timer, arc, left, item };
}

/** Seconds left of a timer. */
export function secondsLeft(timer) {
  return timer.rings_at === null ? timer.left : Math.max(0, (timer.rings_at - now()) / 1000);
}

function reminderOf(reminder) {
  const at = element("span", { className: "number left" }, clockFace(reminder.rings_at));
  const words = element("span", { className: "words" }, at, element("small", {}, `${reminder.label} · reminder`));
  return element("li", { className: "timer reminder" }, words);
}

export function showTimers(timers, reminders) {
  rings = timers.map(ringOf);
  list.replaceChildren(...rings.map(({ item }) => item), ...reminders.map(reminderOf));
  tick();
}

function tick() {
  for (const { timer, arc, left } of rings) {
    const rest = secondsLeft(timer);
    left.textContent = countdown(rest);
    arc.setAttribute("stroke-dashoffset", AROUND * (1 - rest / timer.seconds));
  }
}

setInterval(tick, 200);
