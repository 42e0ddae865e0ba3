// What is heard: answers, and timers that ring over them.

const speech = document.getElementById("speech");
const ring = document.getElementById("ring");
const button = document.getElementById("sound");
const AGAIN = 1.5; // seconds: the words that a ring cut short are said again from so far before

let on = localStorage.getItem("sound") !== "off";
let cut = false;
let changed = () => {};
let failed = () => {};

/** `onChange` gets "speaking", "ringing" or ""; `onFail` a sentence and what to do about it. */
export function watchSound(onChange, onFail) {
  [changed, failed] = [onChange, onFail];
}

export function say(entry) {
  if (!on) return;
  cut = false;
  load(speech, entry);
  if (ring.paused) play(speech);
  else cut = true;
}

export function soundAlarm(entry) {
  if (!on) return;
  if (!speech.paused) {
    speech.pause();
    speech.currentTime = Math.max(0, speech.currentTime - AGAIN);
    cut = true;
  }
  load(ring, entry);
  play(ring);
}

export function hush() {
  cut = false;
  speech.pause();
  ring.pause();
}

function load(player, entry) {
  player.src = `sound/${entry}.wav`;
}

async function play(player) {
  try {
    await player.play();
  } catch (error) {
    if (error.name === "NotAllowedError") {
      failed("The browser waits for a click before it lets this page sound.", () => play(player));
    } else if (error.name !== "AbortError") {
      const answer = await fetch(player.src).catch(() => undefined);
      failed(`No sound: ${(await answer?.text()) ?? error.message}`);
    }
  }
}

function update() {
  changed(ring.paused ? (speech.paused ? "" : "speaking") : "ringing");
}

for (const name of ["play", "pause", "ended"]) {
  speech.addEventListener(name, update);
  ring.addEventListener(name, update);
}
ring.addEventListener("ended", () => {
  if (cut) play(speech);
  cut = false;
});

function showButton() {
  button.setAttribute("aria-pressed", String(on));
  button.textContent = on ? "Sound on" : "Sound off";
}

button.addEventListener("click", () => {
  on = !on;
  localStorage.setItem("sound", on ? "on" : "off");
  if (!on) hush();
  showButton();
});
showButton();
