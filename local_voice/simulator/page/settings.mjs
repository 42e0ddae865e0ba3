// The settings of the scene and the shape of the Echo: choices come from the server.

import { element } from "./build.mjs";

const form = document.getElementById("settings");
const shapes = document.getElementById("shapes");
const NAMES = {
  "480x480": "Round",
  "960x480": "Show 5",
  "1024x600": "Show 7",
  "1280x800": "Show 8",
  "1920x1080": "Show 15",
  "960x540": "TV",
  "800x400": "Phone",
  none: "No screen",
};
const PERMISSIONS = { granted: "Allowed", denied: "Denied", unasked: "Ask first", unsupported: "Not on this device" };
const LABELS = {
  permission: (word) => PERMISSIONS[word],
  reminders: (word) => PERMISSIONS[word],
  fault: (word) => (word === "none" ? "None" : word.replaceAll("_", " ")),
  time_lapse: (word) => (word === "1" ? "Real time" : `${word} times as fast`),
};

/** `change` gets {name: word}. */
export async function setUpSettings(change) {
  const choices = await (await fetch("choices")).json();
  for (const select of form.querySelectorAll("select")) {
    const label = LABELS[select.name] ?? ((word) => word);
    select.replaceChildren(
      ...choices[select.name].map((word) => element("option", { value: word }, label(word))),
    );
    select.addEventListener("change", () => change({ [select.name]: select.value }));
  }
  shapes.append(
    ...choices.shape.map((shape) =>
      element(
        "label",
        { title: shape === "none" ? NAMES.none : `${shape.replace("x", " by ")} pixels` },
        element("input", { type: "radio", name: "shape", value: shape, onchange: () => change({ shape }) }),
        element("span", {}, NAMES[shape]),
      ),
    ),
  );
}

export function showSettings(settings) {
  for (const select of form.querySelectorAll("select")) select.value = settings[select.name];
  const shape = shapes.querySelector(`input[value="${settings.shape}"]`);
  if (!shape || shape.checked) return;
  shape.checked = true;
  // On a narrow page the shapes are wider than their place.
  const { offsetLeft, offsetWidth } = shape.parentElement;
  shapes.scrollLeft = offsetLeft - (shapes.clientWidth - offsetWidth) / 2;
}
