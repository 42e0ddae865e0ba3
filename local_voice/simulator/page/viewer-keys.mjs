// What can be touched on the Echo's screen can be reached and pressed with the keyboard too, and
// tells a screen reader what it is: Amazon's viewer leaves both to the page.

const TOUCH_WRAPPER = 9; // ComponentType.kComponentTypeTouchWrapper
const PRESSED = 0; // UpdateType.kUpdatePressed

/** Call it for each document, once it is drawn. */
export function addKeys(renderer, view) {
  view.tabIndex = -1; // the viewer makes all of it one stop, on which no key does anything
  for (const { component, container } of Object.values(renderer.componentMap)) {
    if (component.getType() !== TOUCH_WRAPPER) continue;
    container.tabIndex = 0;
    container.setAttribute("role", "button");
    container.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      event.stopPropagation();
      component.update(PRESSED, 1);
    });
  }
}
