// The page: joins what the server tells with what is shown, heard and asked.

import { listen, post, postSound } from "./api.mjs";
import { clockFace, now, setTime } from "./clock.mjs";
import { setUpEcho, showLight, showShape, showTurn } from "./echo.mjs";
import { inspect } from "./inspect.mjs";
import { setUpMicrophone } from "./microphone.mjs";
import { notify, silence } from "./notice.mjs";
import { setUpSettings, showSettings } from "./settings.mjs";
import { hush, say as speak, soundAlarm, watchSound } from "./sound.mjs";
import { showTimers } from "./timers.mjs";
import { mark, reveal, showAll, showOne, toEnd } from "./transcript.mjs";

const at = (id) => document.getElementById(id);
const input = at("utterance");
const LARGEST = 256 * 1024; // bytes of a talk to replay
const said = []; // what this page has said, for the arrow keys
let recalled = 0;
let entries = [];
let state;
let chosen; // the turn to look at; the last one while undefined
let mood = ""; // of the Echo's light, by what is heard
const sounded = new Map(); // of an alarm's entry: how often it has sounded

const on = { choose: (id) => choose(id), hear: speak, edit };
const lastTurn = () => entries.findLast((entry) => entry.kind === "turn");
const entryOf = (id) => entries.find((entry) => entry.id === id);

const ask = (action, body) => answered(post(action, body));

async function answered(sent) {
  try {
    const { entry, speaks } = await sent;
    if (!entry) return;
    chosen = undefined;
    silence();
    if (speaks) speak(entry);
  } catch (error) {
    notify(error.message);
  }
}

function say(utterance) {
  quieten();
  said.push(utterance);
  recalled = said.length;
  ask("say", { utterance });
}

function edit(utterance) {
  input.value = utterance;
  input.focus();
}

/** No sound and no alarm any more. */
function quieten() {
  hush();
  if (state?.alarms.length) ask("hush");
}

/** What rings is seen until it is stopped, and heard as often as the server says. */
function showAlarms(alarms) {
  const words = alarms.map(({ entry }) => entryOf(entry)).map((ring) => ring?.speech || ring?.label).join(" ");
  const told = at("alarm").firstElementChild;
  at("alarm").hidden = !alarms.length;
  if (told.textContent !== words) told.textContent = words;
  for (const { entry, sounded: times } of alarms) {
    if (times > (sounded.get(entry) ?? times)) soundAlarm(entry);
    sounded.set(entry, times);
  }
  showMood();
}

function showMood() {
  showLight(mood || (state?.alarms.length ? "ringing" : ""));
}

function choose(id) {
  chosen = id;
  look();
}

function look() {
  const turn = entryOf(chosen) ?? lastTurn();
  mark(turn?.id);
  inspect(turn, state?.session);
  at("welcome").hidden = entries.length > 0;
  const asks = Boolean(lastTurn()?.asks_consent) && entries.at(-1) === lastTurn();
  const shown = asks && at("consent").hidden;
  at("consent").hidden = !asks;
  if (shown) toEnd();
}

function showState() {
  if (!state) return;
  setTime(state);
  const { session, settings, timers, reminders, alarms } = state;
  at("session").textContent = session ? "Session open" : "No session";
  at("session").classList.toggle("on", Boolean(session));
  at("session").title = session?.id ?? "The next utterance opens one";
  showSettings(settings);
  showShape(settings.shape);
  showTimers(timers, reminders);
  showAlarms(alarms);
  showTurn(entryOf(state.screen));
  look();
}

listen({
  entries: (all) => {
    entries = all.entries;
    showAll(entries, on);
    showState();
  },
  entry: (entry) => {
    entries.push(entry);
    showOne(entry, on);
    if (entry.kind === "ring") soundAlarm(entry.id);
    else at("answer").textContent = entry.speech;
    look();
  },
  state: (now) => {
    state = now;
    showState();
  },
  replaced: () => notify("This page is open too often; close another one.", "Go on here", () => location.reload()),
  found: silence,
  lost: (forGood) =>
    notify(forGood ? "The simulator has ended. Start it again and open the address it prints." : "The simulator does not answer. Trying again."),
});

setUpEcho({
  touch: (args) => ask("touch", { arguments: args }),
  log: ({ level, text }) => notify(`The screen’s document: ${level}: ${text}`),
});
watchSound((heard) => {
  mood = heard;
  showMood();
}, (why, again) => notify(why, again && "Hear it", again));
setUpMicrophone({
  attend: () => post("attend"),
  starting: quieten,
  heard: (wav) => answered(postSound("hear", wav)),
  failed: notify,
});

at("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  const utterance = input.value.trim();
  input.value = "";
  if (utterance) say(utterance);
});
input.addEventListener("keydown", (event) => {
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (!step || !said.length) return;
  event.preventDefault();
  recalled = Math.min(said.length, Math.max(0, recalled + step));
  input.value = said[recalled] ?? "";
});
addEventListener("keydown", (event) => {
  if (event.key === "Escape") quieten();
});
addEventListener("click", ({ target }) => {
  const { say: words, forward } = target.dataset;
  if (words) say(words);
  if (forward) ask("forward", { seconds: Number(forward) });
});
at("stop").addEventListener("click", quieten);
at("open").addEventListener("click", () => {
  quieten();
  ask("open");
});
at("leave").addEventListener("click", () => ask("leave"));
at("anew").addEventListener("click", () => {
  quieten();
  ask("anew");
});
at("replay").addEventListener("change", async ({ target }) => {
  const [file] = target.files;
  if (!file) return;
  hush();
  try {
    if (file.size > LARGEST) throw new Error("this is no talk: the file is too large");
    const { turns, compared, different } = await post("replay", { text: await file.text() });
    const went = compared ? `${different.length} of ${compared} answers differ from the file` : "nothing was saved to compare with";
    notify(`${file.name}: ${turns} turns replayed; ${went}.`);
    if (!different.length) return;
    choose(different[0]);
    reveal(different[0]);
  } catch (error) {
    notify(`${file.name}: ${error.message}.`);
  } finally {
    target.value = "";
  }
});

setInterval(() => {
  at("time").textContent = clockFace(now(), true);
}, 200);
await setUpSettings((change) => ask("set", change));
showState();
