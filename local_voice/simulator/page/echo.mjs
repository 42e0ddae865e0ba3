// The Echo: its shape, its screen and its light.

import { clockFace, now, timeForViewer } from "./clock.mjs";

const room = document.getElementById("room");
const echo = document.getElementById("echo");
const screen = document.getElementById("screen");
const viewer = document.getElementById("viewer");
const home = document.getElementById("home");
const time = document.getElementById("home-time");
const DIRECTIVE = "Alexa.Presentation.APL.";
const BEZEL = { round: 0.07, flat: 0.035 }; // of the screen's height

let viewport = { width: 1280, height: 800, round: false };
let ready = false;
let wanted; // what the viewer shall show: undefined for the home screen
let drawn = "";

// The frame is sandboxed: its origin is "null", which nothing can be addressed to by name.
const tell = (message) => viewer.contentWindow.postMessage(message, "*");

/** `touch` gets what a touch sends, `log` what the viewer complains about. */
export function setUpEcho({ touch, log }) {
  addEventListener("message", ({ origin, source, data }) => {
    if (origin !== "null" || source !== viewer.contentWindow) return;
    if (data.type === "ready" && !ready) {
      ready = true;
      draw();
    } else if (data.type === "shown") echo.dataset.shown = data.entry;
    else if (data.type === "touch") touch(data.arguments);
    else if (data.type === "log") log(data);
  });
  tell({ type: "hello" });
  new ResizeObserver(fit).observe(room);
  setInterval(() => {
    time.textContent = clockFace(now());
  }, 200);
}

export function showShape(shape) {
  echo.dataset.shape = shape;
  if (shape !== "none") {
    const [width, height] = shape.split("x").map(Number);
    viewport = { width, height, round: width === height };
    screen.style.width = `${width}px`;
    screen.style.height = `${height}px`;
  }
  echo.classList.toggle("round", shape !== "none" && viewport.round);
  fit();
}

/** As large as the room allows, and never larger than life. */
function fit() {
  const { width, height, round } = viewport;
  const bezel = Math.round(height * (round ? BEZEL.round : BEZEL.flat));
  const [wide, high] = [width + 2 * bezel, height + 2 * bezel];
  const scale = Math.min(1, room.clientWidth / wide, room.clientHeight / high);
  if (!(scale > 0)) return;
  echo.style.setProperty("--bezel", `${bezel * scale}px`);
  echo.style.setProperty("--width", `${width * scale}px`);
  echo.style.setProperty("--height", `${height * scale}px`);
  screen.style.transform = `scale(${scale})`;
}

/** What an answer's directives put on the screen; no turn for the home screen. */
export function showTurn(turn) {
  const directives = turn?.response.response?.directives ?? [];
  wanted = turn && { entry: turn.id, directives };
  draw();
}

function draw() {
  if (!ready) return;
  const key = wanted ? `${wanted.entry} ${echo.dataset.shape}` : "";
  home.hidden = Boolean(wanted);
  viewer.inert = !wanted;
  tell(timeForViewer());
  if (key === drawn) return;
  drawn = key;
  delete echo.dataset.shown;
  if (!wanted) {
    tell({ type: "clear" });
    return;
  }
  for (const { type, document, datasources, commands } of wanted.directives) {
    if (type === `${DIRECTIVE}RenderDocument`) {
      tell({ type: "show", entry: wanted.entry, document, datasources, viewport });
    } else if (type === `${DIRECTIVE}ExecuteCommands`) tell({ type: "commands", commands });
  }
}

/** "speaking", "ringing", "listening" or nothing. */
export function showLight(mood) {
  echo.dataset.light = mood;
}
