// The simulator's time, as the server last told it, running on in the page.

let told = { now: Date.now(), at: performance.now(), time_lapse: 1 };

export function setTime({ now, time_lapse }) {
  told = { now, at: performance.now(), time_lapse };
}

/** Unix milliseconds. */
export function now() {
  return told.now + (performance.now() - told.at) * told.time_lapse;
}

/** The same for the viewer's frame, by the computer's own clock. */
export function timeForViewer() {
  return { type: "clock", now: now(), at: Date.now(), time_lapse: told.time_lapse };
}

/** Hours and minutes, as on the wall. */
export function clockFace(milliseconds, seconds = false) {
  const style = { hour: "numeric", minute: "2-digit", second: seconds ? "2-digit" : undefined };
  return new Date(milliseconds).toLocaleTimeString("en-GB", style);
}

/** 754 seconds as "12:34". */
export function countdown(seconds) {
  const whole = Math.max(0, Math.ceil(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
