// The chosen turn, as a skill developer wants to see it.

import { copyOf, element, json } from "./build.mjs";

const box = document.getElementById("turn");
const open = new Set(["Understood"]); // what stays open from one turn to the next

function part(title, ...content) {
  const details = element("details", { open: open.has(title) }, element("summary", {}, title), ...content);
  details.addEventListener("toggle", () => open[details.open ? "add" : "delete"](title));
  return details;
}

function facts(pairs) {
  const rows = pairs.flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, value)]);
  return element("dl", {}, ...rows);
}

function slot({ name, value, id }) {
  const known = id ? ` (${id})` : "";
  return [name, value === null ? "not said" : `${value}${known}`];
}

function call({ method, path, status }) {
  const went = status === 0 ? "no answer" : String(status);
  const mood = status >= 200 && status < 300 ? "good" : "bad";
  return element("li", {}, element("code", {}, `${method} ${path}`), " ", element("b", { className: mood }, went));
}

function runnersUp(others) {
  const items = others.map(({ intent, score }) =>
    element("li", {}, element("code", {}, intent), " ", element("span", { className: "number" }, score.toFixed(2))),
  );
  return [element("h3", {}, "Runners-up, by likeness"), element("ol", { className: "others" }, ...items)];
}

/** `session` is what is kept for the next turn, whichever turn is chosen. */
export function inspect(turn, session) {
  const kept = part("Session attributes", json(session?.attributes ?? {}));
  if (!turn) {
    box.replaceChildren(element("p", { className: "hint" }, "What Alexa understood of each turn stands here."), kept);
    return;
  }
  const { response } = turn.response;
  const understood = [
    ["Intent", turn.intent],
    ["Score", turn.score.toFixed(2)],
    ...turn.slots.map(slot),
    ["Reprompt", turn.reprompt || "none"],
    ["Session", turn.ended ? "ended" : "open"],
  ];
  const calls = turn.calls.length ? element("ul", { className: "calls" }, ...turn.calls.map(call)) : undefined;
  box.replaceChildren(
    part("Understood", facts(understood), ...(turn.others.length ? runnersUp(turn.others) : []), calls),
    kept,
    part("SSML", element("pre", { className: "json", tabIndex: 0 }, turn.ssml || "nothing is said")),
    part("Request", copyOf(turn.request), json(turn.request)),
    part("Response", copyOf(turn.response), json(response ?? turn.response)),
  );
}
