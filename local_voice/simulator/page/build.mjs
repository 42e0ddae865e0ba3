// Elements from data: the only way that text gets onto the page, and never as markup.

/** An element: `properties` are set as they are, `data-` and `aria-` ones as attributes. */
export function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === null) continue;
    if (key.includes("-")) made.setAttribute(key, value);
    else made[key] = value;
  }
  made.append(...children.filter((child) => child !== undefined && child !== null));
  return made;
}

const TOKENS = /("(?:\\.|[^"\\])*"(?=\s*:))|("(?:\\.|[^"\\])*")|(-?\d[\d.eE+-]*|\b(?:true|false|null)\b)/g;
const KINDS = ["key", "text", "value"];

/** JSON, indented and coloured. */
export function json(data) {
  const source = JSON.stringify(data, null, 2) ?? "";
  const box = element("pre", { className: "json", tabIndex: 0 });
  let done = 0;
  for (const found of source.matchAll(TOKENS)) {
    box.append(source.slice(done, found.index));
    const kind = KINDS[found.slice(1).findIndex((group) => group !== undefined)];
    box.append(element("span", { className: kind }, found[0]));
    done = found.index + found[0].length;
  }
  box.append(source.slice(done));
  return box;
}

/** A button that copies data as JSON. */
export function copyOf(data) {
  const button = element("button", { type: "button", className: "quiet copy" }, "Copy");
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(JSON.stringify(data, null, 2)).then(
      () => (button.textContent = "Copied"),
      () => (button.textContent = "The browser allows no copying"),
    );
  });
  return button;
}
