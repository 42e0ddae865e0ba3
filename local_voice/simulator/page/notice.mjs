// One line for what the person at the page should know, with a button where something can be done.

const box = document.getElementById("notice");
const [words, button] = box.children;

export function notify(text, label, act) {
  words.textContent = text;
  button.hidden = !act;
  button.textContent = label ?? "";
  button.onclick = () => {
    silence();
    act?.();
  };
  box.hidden = false;
}

export function silence() {
  box.hidden = true;
}
