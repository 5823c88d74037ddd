// Shows calls as they come in. Without scripts the button is not there and nothing is missed but this.
"use strict";
const button = document.getElementById("live-button");
const list = document.getElementById("live-calls");
const most = 5;
let source = null;

function stop() {
  source.close();
  source = null;
  button.textContent = "Watch incoming calls";
  button.setAttribute("aria-pressed", "false");
}

function add(text) {
  const line = document.createElement("li");
  line.textContent = text;
  list.prepend(line);
  while (list.children.length > most) list.lastElementChild.remove();
}

function start() {
  source = new EventSource("/live");
  source.onmessage = (event) => add(`${new Date().toLocaleTimeString()} ${event.data}`);
  source.onerror = () => {
    if (source.readyState === EventSource.CLOSED) {
      stop();
      add("The connection ended. You may have to sign in again.");
    }
  };
  button.textContent = "Stop";
  button.setAttribute("aria-pressed", "true");
}

button.hidden = false;
button.addEventListener("click", () => (source ? stop() : start()));
