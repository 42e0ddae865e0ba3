// The way to the server: requests, and the events that it pushes.

/** What the server gives back; rejects with a sentence for the person at the page. */
export function post(action, body = {}) {
  return send(action, "application/json", JSON.stringify(body));
}

/** The same for a recording, a WAV file. */
export function postSound(action, wav) {
  return send(action, "audio/wav", wav);
}

async function send(action, type, body) {
  let response;
  try {
    response = await fetch(action, { method: "POST", headers: { "Content-Type": type }, body });
  } catch {
    throw new Error("The simulator does not answer. Is it still running?");
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(answer.error ?? `The simulator refuses (${response.status}).`);
  return answer;
}

/** Calls `on.entries`, `on.entry`, `on.state` and `on.replaced` with data, `on.lost` without. */
export function listen(on) {
  const source = new EventSource("events");
  for (const name of ["entries", "entry", "state", "replaced"]) {
    source.addEventListener(name, (event) => on[name](JSON.parse(event.data)));
  }
  source.addEventListener("replaced", () => source.close());
  source.addEventListener("open", () => on.found());
  source.addEventListener("error", () => on.lost(source.readyState === EventSource.CLOSED));
  addEventListener("pagehide", () => source.close());
}
