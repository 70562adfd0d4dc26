// Small helpers to find, make and change elements. A text is always set as text, never as HTML.

export const find = (selector, root = document) => root.querySelector(selector);

export const findAll = (selector, root = document) => [...root.querySelectorAll(selector)];

export function make(tag, properties = {}, ...children) {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
}

export function copyOf(template) {
  return find(template).content.firstElementChild.cloneNode(true);
}

// A live region speaks on every change, so nothing is set that stands there already.
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

export function setShown(node, isShown) {
  if (node.hidden === isShown) node.hidden = !isShown;
}

export function setData(node, name, value) {
  if (node.dataset[name] !== value) node.dataset[name] = value;
}

// A button that becomes `disabled` under the finger loses the keyboard's focus; this one keeps it.
export function setEnabled(button, isEnabled) {
  const value = String(!isEnabled);
  if (button.getAttribute("aria-disabled") !== value) button.setAttribute("aria-disabled", value);
}

export const isEnabled = (button) => button.getAttribute("aria-disabled") !== "true";

export function setPressed(button, isPressed) {
  const value = String(isPressed);
  if (button.getAttribute("aria-pressed") !== value) button.setAttribute("aria-pressed", value);
}

export function onPress(button, action) {
  button.addEventListener("click", (event) => {
    if (isEnabled(button)) action(event);
  });
}

// Moving an element takes the focus from what is in it; whoever is typing there must not notice.
export function place(node, parent, before = null) {
  if (node.parentNode === parent && node.nextSibling === before) return;
  const focused = node.contains(document.activeElement) ? document.activeElement : null;
  if (parent.moveBefore && node.isConnected) parent.moveBefore(node, before);
  else parent.insertBefore(node, before);
  if (focused && document.activeElement !== focused) focused.focus({ preventScroll: true });
}

// Puts children in this order, touching only those that are out of place.
export function arrange(parent, children) {
  let before = parent.firstChild;
  for (const child of children) {
    if (child === before) before = before.nextSibling;
    else place(child, parent, before);
  }
}
