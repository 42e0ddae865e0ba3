// The microphone's button: press, speak, press again. The server's own ear hears what was said.

import { record } from "./recording.mjs";

const button = document.getElementById("microphone");
const line = document.getElementById("listening");
const [level, words, seconds] = line.children;
const REASONS = {
  NotAllowedError: "the browser may not use the microphone",
  NotFoundError: "there is no microphone",
  NotReadableError: "something else uses the microphone",
};
// What is shown while something goes on; a press counts while it listens.
const MOODS = {
  attending: "One moment.",
  listening: "Listening. Press again to end.",
  hearing: "Hearing what you said.",
};

let recording;

/**
 * `attend` tells what is lacking and how long a recording may be, in seconds; `starting` is called
 * before one begins, `heard` gets it as a WAV file, `failed` why there is none.
 */
export function setUpMicrophone({ attend, starting, heard, failed }) {
  const begin = async () => {
    starting();
    show("attending");
    try {
      const { lacking, longest } = await attend();
      if (lacking) throw new Error(lacking);
      recording = await record((peak, taken) => {
        level.value = peak;
        seconds.textContent = `${Math.floor(taken)} s`;
        if (taken >= longest) end();
      });
      show("listening");
    } catch (error) {
      show("");
      failed(error instanceof DOMException ? `Not heard: ${REASONS[error.name] ?? error.message}. Typing works.` : error.message);
    }
  };
  const end = async () => {
    if (!recording) return;
    const ended = recording;
    recording = undefined;
    show("hearing");
    try {
      await heard(await ended.end());
    } finally {
      show("");
    }
  };
  button.addEventListener("click", () => {
    if (recording) end();
    else if (!button.dataset.mood) begin();
  });
}

function show(mood) {
  button.dataset.mood = mood; // what a press does depends on it
  button.setAttribute("aria-pressed", String(mood === "listening"));
  line.hidden = !mood;
  words.textContent = MOODS[mood] ?? "";
  if (mood === "listening") return;
  level.value = 0;
  seconds.textContent = "";
}
