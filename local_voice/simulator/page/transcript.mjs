// The talk so far, as a list: each turn can be chosen for a closer look.

import { element } from "./build.mjs";
import { clockFace } from "./clock.mjs";

const list = document.getElementById("transcript");
const box = document.getElementById("said");

/** What to call an utterance that was no words. */
function heard(turn) {
  if (turn.touched.length) return element("em", {}, `Touch ${turn.touched.join(" ")}`);
  return turn.heard || element("em", {}, "Open the guide");
}

const MARKS = { "-": ["del", "Saved: "], "+": ["ins", "Now: "], " ": ["span", ""] };

/** How the answer went against the saved one: that it is the same, or each line that is not. */
function compared({ as_saved, difference }) {
  if (as_saved === null) return [];
  if (as_saved) return [element("p", { className: "same" }, "as saved")];
  const lines = difference.map(([mark, line]) => {
    const [name, whose] = MARKS[mark];
    return element("li", {}, element(name, {}, element("span", { className: "unseen" }, whose), line));
  });
  return [element("ul", { className: "difference", "aria-label": "Other than saved" }, ...lines)];
}

const PERMISSION_CARD = "AskForPermissionsConsent";

/** What the Alexa app shows, its words to be opened. */
function card(shown) {
  if (!shown) return undefined;
  const asks = shown.type === PERMISSION_CARD;
  const words = asks ? `Allow: ${shown.permissions.join(", ")}` : shown.content ?? shown.text ?? "";
  return element(
    "details",
    { className: "card" },
    element("summary", {}, `Card in the Alexa app: ${asks ? "asks for the permission" : shown.title}`),
    element("p", {}, words),
  );
}

function turnItem(turn, on) {
  const choose = element(
    "button",
    { type: "button", className: "choose", "aria-pressed": "false", onclick: () => on.choose(turn.id) },
    element("span", { className: "intent", title: turn.intent }, turn.intent),
    element("span", { className: "number" }, `${turn.took} ms`),
  );
  const hear = turn.speech
    ? element("button", { type: "button", className: "choose", onclick: () => on.hear(turn.id) }, "Hear")
    : undefined;
  const stage = turn.lines.filter((line) => line.startsWith("["));
  const edit = turn.heard
    ? element("button", { type: "button", className: "choose", title: "Put it into the box, to change and say again", onclick: () => on.edit(turn.heard) }, "Edit")
    : undefined;
  return element(
    "li",
    { className: "turn", "data-entry": turn.id },
    element("p", { className: "you" }, element("span", { className: "unseen" }, "You: "), heard(turn)),
    turn.speech
      ? element("p", { className: "guide" }, element("span", { className: "unseen" }, "Guide: "), turn.speech)
      : undefined,
    turn.alexa_asks
      ? element("p", { className: "alexa" }, element("b", {}, "Alexa: "), turn.alexa_asks)
      : undefined,
    card(turn.response.response?.card),
    stage.length ? element("ul", { className: "stage" }, ...stage.map((line) => element("li", {}, line))) : undefined,
    element("p", { className: "meta" }, choose, hear, edit),
    ...compared(turn),
  );
}

function ringItem(entry) {
  return element(
    "li",
    { className: entry.kind, "data-entry": entry.id },
    element("p", {}, `${clockFace(entry.at)} · ${entry.speech || entry.label}`),
  );
}

/** What Alexa asks by itself, of what was said or may have been. */
function questionItem(entry, on) {
  return element(
    "li",
    { className: "turn", "data-entry": entry.id },
    entry.heard
      ? element("p", { className: "you" }, element("span", { className: "unseen" }, "You: "), entry.heard)
      : undefined,
    element("p", { className: "alexa" }, element("b", {}, "Alexa: "), entry.speech),
    element("p", { className: "meta" }, element("button", { type: "button", className: "choose", onclick: () => on.hear(entry.id) }, "Hear")),
  );
}

const ITEMS = { turn: turnItem, question: questionItem };

function itemOf(entry, on) {
  return (ITEMS[entry.kind] ?? ringItem)(entry, on);
}

/** `on.choose` and `on.hear` get the number of a turn, `on.edit` what was said. */
export function showAll(entries, on) {
  list.replaceChildren(...entries.map((entry) => itemOf(entry, on)));
  toEnd();
}

/** Shows the end of the talk, and whatever stands below it. */
export function toEnd() {
  box.scrollTop = box.scrollHeight;
}

export function showOne(entry, on) {
  list.append(itemOf(entry, on));
  toEnd();
}

export function reveal(id) {
  list.querySelector(`[data-entry="${id}"]`)?.scrollIntoView({ block: "nearest" });
}

export function mark(id) {
  for (const item of list.children) {
    const chosen = item.dataset.entry === String(id);
    item.classList.toggle("chosen", chosen);
    item.querySelector("[aria-pressed]")?.setAttribute("aria-pressed", String(chosen));
  }
}
