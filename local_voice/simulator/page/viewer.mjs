// Draws APL documents with Amazon's viewer, in a frame of its own; speaks with the page by messages.

/* global AplRenderer, engine */

import { addKeys } from "./viewer-keys.mjs";

const FAMILIES = ["amazon-ember-display", "Bookerly"]; // what the viewer calls its fonts
const WEIGHTS = { 300: "100 300", 400: "400 500", 600: "600", 700: "700 900" };
const place = document.getElementById("view");
let clock = { now: Date.now(), at: Date.now(), time_lapse: 1 }; // the simulator's time
let shown; // the renderer at work
let turn = 0; // counts what was asked to be shown: what came before the last is let go

const tell = (message) => parent.postMessage(message, location.origin);
const log = (level, text) => tell({ type: "log", level, text: String(text) });
const complain = (error) => log("error", error.message);

async function loadFonts() {
  const faces = FAMILIES.flatMap((family) =>
    Object.entries(WEIGHTS).map(([file, weight]) => {
      const source = `vendor/open-sans-5.3.0/files/open-sans-latin-${file}-normal.woff2`;
      return new FontFace(family, `url("${source}")`, { weight });
    }),
  );
  for (const face of faces) document.fonts.add(face);
  await Promise.all(faces.map((face) => face.load()));
}

const simulated = () => Math.round(clock.now + (Date.now() - clock.at) * clock.time_lapse);

/** The document with its data, as Alexa joins them. */
function contentOf({ document, datasources = {} }) {
  const content = AplRenderer.Content.create(JSON.stringify(document));
  for (const parameter of document.mainTemplate?.parameters ?? []) {
    const name = parameter.name ?? parameter;
    const data = name === "payload" ? datasources : datasources[name] ?? {};
    content.addData(name, JSON.stringify(data));
  }
  if (content.isError()) throw new Error("the document cannot be read");
  return content;
}

/** Draws one after the other, and only what is still asked for when its time comes. */
function show(asked) {
  const mine = (turn += 1);
  drawing = drawing.then(() => (mine === turn ? draw(asked) : undefined)).catch(complain);
}

async function draw(asked) {
  const began = performance.now();
  clear();
  // A new element for each: a renderer leaves its listeners on the one it had.
  const view = document.createElement("div");
  place.append(view);
  const { width, height, round } = asked.viewport;
  const renderer = AplRenderer.default.create({
    content: contentOf(asked),
    view,
    theme: "dark",
    mode: "HUB",
    viewport: { width, height, dpi: 160, shape: round ? "ROUND" : "RECTANGLE" },
    environment: { agentName: "back-spasm-guide", agentVersion: "1.0" },
    utcTime: simulated(),
    localTimeAdjustment: -new Date().getTimezoneOffset() * 60_000,
    notLoadFonts: true,
    logLevel: "warn",
    logTransport: (level, name, text) => log(level, `${name}: ${text}`),
    onSendEvent: (event) => tell({ type: "touch", arguments: event.arguments ?? [] }),
  });
  shown = renderer;
  // The documents' time is the simulator's; what moves, moves at its own pace.
  renderer.updateTime = () => {
    renderer.context?.updateTime(performance.now() - began, simulated());
  };
  // Against the mouse events that follow a finger's, it is deaf to the mouse for half a second
  // after each touch, and it counts its making as one.
  renderer.lastPointerEventTimestamp = 0;
  await renderer.init();
  addKeys(renderer, view);
  tell({ type: "shown", entry: asked.entry, took: performance.now() - began });
}

function clear() {
  shown?.destroy();
  shown = undefined;
  place.replaceChildren();
}

const ACTIONS = {
  hello: () => drawing.then(() => tell({ type: "ready" })),
  clock: (told) => {
    clock = told;
  },
  show,
  clear: () => {
    turn += 1;
    drawing = drawing.then(clear);
  },
  commands: ({ commands }) => {
    drawing = drawing
      .then(() => shown?.executeCommands(JSON.stringify(commands)))
      .catch(complain);
  },
};

addEventListener("message", ({ origin, source, data }) => {
  if (origin === location.origin && source === parent) ACTIONS[data.type]?.(data);
});

let drawing = Promise.all([engine, loadFonts()]).catch(complain);
ACTIONS.hello(); // whichever of the two pages is there first, both come to know
