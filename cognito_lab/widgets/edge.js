// The edge of a widget: what a form cannot do from Python.
//
// One small element at the foot of every frame
//   - carries each click to Python once, together with what stands in the fields at that moment, and holds
//     the button until the answer is there, however long it takes;
//   - says aloud what changed, in a live region that stays on the page;
//   - keeps JupyterLab's one-letter commands (x, m, d d) out of the frame;
//   - notices when the kernel is gone, and says what to do.
//
// Why clicks travel through here: every ipywidgets control has a channel of its own to the kernel. JupyterLab
// serves the channels in different threads and holds typed text back while an earlier letter is unanswered,
// so a click could overtake the password that was typed before it. One channel keeps their order.
//
// No imports, no network, nothing outside the frame is touched.

const LOOK_EVERY_MS = 2000;
const PATIENCE_MS = 8000;
const SAY_WAITING_AFTER_MS = 250;
const AFTER_DRAWING_MS = 50;
const ENDED = ["restarting", "autorestarting", "terminating", "dead"];
const LOST = "The kernel of this notebook was stopped or started anew, so this is only a picture now. "
  + "Run the first cell of the notebook, then this cell again.";
const UNREACHABLE = "The kernel cannot be reached. If JupyterLab was closed, start it again; "
  + "otherwise this goes on by itself when the connection is back.";
const SLOW = "No answer yet. The kernel is busy, or it was stopped. "
  + "If it was stopped, run the first cell of the notebook, then this cell again.";

function render({ model, el }) {
  const status = line("status");                      // a polite live region
  const alarm = line("alert");                        // an assertive one
  el.classList.add("cl-edge");
  el.append(status, alarm);
  const say = () => { status.textContent = model.get("announcement").replace(/^\d+ /, ""); };
  model.on("change:announcement", say);
  say();

  const questions = conversation(model, () => look());
  const kernel = watched(model, () => look());
  let frame = null;
  let leave = null;
  const look = () => {
    if (kernel.unknown && !document.hidden && !questions.oldest()) questions.ask({ kind: "ping" });
    const trouble = kernel.lost(frame) ? LOST
      : kernel.unreachable() ? UNREACHABLE
      : questions.oldest() > PATIENCE_MS ? SLOW : "";
    if (alarm.textContent !== trouble) alarm.textContent = trouble;
    frame?.classList.toggle("cl-gone", Boolean(trouble));
  };
  const timer = setInterval(look, LOOK_EVERY_MS);

  let ended = false;
  const settle = () => {                              // this element is put into its frame a moment later
    frame = el.closest(".cl-frame");
    if (frame) leave = enter(frame, questions, (waiting) => (waiting ? status.textContent = "Waiting for the answer…" : say()));
    else if (!ended) requestAnimationFrame(settle);
  };
  settle();
  return () => { ended = true; clearInterval(timer); leave?.(); kernel.close(); questions.close(); };
}

// --- one question, one answer ------------------------------------------------------------------

function conversation(model, heard) {
  const open = new Map();                             // id → when it was asked, and what to do then
  const view = Math.random().toString(36).slice(2);   // another view of the same widget asks its own
  let count = 0;
  const hear = (message) => {
    const question = message?.kind === "answer" && open.get(message.id);
    if (!question) return;
    open.delete(message.id);
    question.then?.();
    heard();
  };
  model.on("msg:custom", hear);
  return {
    ask(message, then) {
      const id = `${view}-${count++}`;
      open.set(id, { at: Date.now(), then });
      try { model.send({ ...message, id }); } catch { /* nobody answers: `look` says so */ }
    },
    oldest: () => (open.size ? Date.now() - open.values().next().value.at : 0),
    close: () => { model.off("msg:custom", hear); open.clear(); },
  };
}

// --- is anybody there? -------------------------------------------------------------------------

// JupyterLab, Notebook and Voilà let a widget see its kernel; elsewhere only the answers tell.
function watched(model, changed) {
  const manager = model.widget_manager;
  const first = manager?.kernel;
  let ended = false;
  const note = (_, state) => { ended ||= ENDED.includes(state); changed(); };
  first?.statusChanged?.connect(note);
  first?.disposed?.connect(changed);
  return {
    unknown: !first,
    lost: (frame) => ended || frame?.matches(".jupyter-widgets-disconnected")
      || (first && (first.isDisposed || first.status === "dead" || manager.kernel !== first)),
    unreachable: () => first?.connectionStatus && first.connectionStatus !== "connected",
    close: () => { if (!first?.isDisposed) first?.statusChanged?.disconnect(note); },
  };
}

// --- clicks and keys ---------------------------------------------------------------------------

function enter(frame, questions, tell) {
  const held = new Set();                             // buttons whose click has not been answered
  let timer = 0;
  const hold = (button) => {
    if (!held.size) timer = setTimeout(tell, SAY_WAITING_AFTER_MS, true);
    held.add(button);
    button.setAttribute("aria-disabled", "true");     // not `disabled`, which would drop the focus
  };
  const release = (button) => {
    held.delete(button);
    button.removeAttribute("aria-disabled");
    if (!held.size) { clearTimeout(timer); tell(false); }
  };
  // What a click did may take the focused field off the page. Its button has the focus then: outside the frame,
  // the next key would be a command of JupyterLab's.
  const keepFocus = (button) => setTimeout(() => {
    if (document.activeElement === document.body) (button.offsetParent ? button : frame).focus({ preventScroll: true });
  }, AFTER_DRAWING_MS);
  const onClick = (event) => {
    const button = event.target.closest?.("button");
    const number = button && numbered(button, "cl-click");
    if (number == null || button.disabled) return;
    event.preventDefault();
    event.stopImmediatePropagation();                 // the button's own channel stays silent
    if (held.has(button)) return;                     // a double click is one click
    const focused = frame.contains(document.activeElement);
    hold(button);
    questions.ask({ kind: "click", button: number, fields: contents(frame) }, () => {
      release(button);
      if (focused) keepFocus(button);
    });
  };
  // Enter presses the button that belongs to a field, as in any form; ipywidgets knows no forms.
  const onEnter = (event) => {
    if (event.key !== "Enter" || !event.target.matches?.(".widget-text input")) return;
    let box = event.target.parentElement;
    while (box !== frame && !box.querySelector("button")) box = box.parentElement;
    const buttons = [...box.querySelectorAll("button")].filter((one) => one.offsetParent);
    (buttons.find((one) => one.matches(".cl-primary")) ?? (buttons.length === 1 && buttons[0]))?.click?.();
  };
  const onKey = (event) => {
    if (event.key !== "Tab" && event.key !== "Escape") event.stopPropagation();
  };
  // Lumino asks the focused element itself whether shortcuts should stay out.
  const onFocus = (event) => { event.target.dataset.lmSuppressShortcuts = "true"; nameRadios(frame); };

  nameRadios(frame);
  frame.setAttribute("role", "group");
  frame.setAttribute("aria-label", frame.querySelector(".cl-title")?.textContent ?? "widget");
  frame.tabIndex = -1;                                // a click on plain text stays in the frame, too
  const listeners = [["click", onClick, true], ["keydown", onEnter, true], ["keydown", onKey], ["focusin", onFocus]];
  listeners.forEach((listener) => frame.addEventListener(...listener));
  return () => {
    clearTimeout(timer);
    listeners.forEach((listener) => frame.removeEventListener(...listener));
  };
}

// Options that bear one name are one stop of the Tab key, and the arrow keys go from one to the next; ipywidgets
// gives them none. It makes them anew when the options change, so this is done again whenever the focus comes in.
// Every frame runs this file by itself, so only chance keeps two frames from sharing a name, and thus a choice.
function nameRadios(frame) {
  for (const box of frame.querySelectorAll(".widget-radio-box")) {
    const radios = [...box.querySelectorAll("input[type=radio]")];
    const name = radios.find((one) => one.name)?.name ?? `cl-radios-${Math.random().toString(36).slice(2)}`;
    radios.forEach((one) => { one.name = name; });
  }
}

// What stands in the numbered fields: {number: text, position of the choice, or whether it is ticked}.
function contents(frame) {
  const found = {};
  for (const field of frame.querySelectorAll("[class*='cl-field-']")) {
    const radios = [...field.querySelectorAll("input[type=radio]")];
    const control = field.querySelector("input, select, textarea");
    const value = radios.length ? radios.findIndex((radio) => radio.checked)
      : control?.tagName === "SELECT" ? control.selectedIndex
      : control?.type === "checkbox" ? control.checked
      : control?.value;
    if (value !== undefined && value !== -1) found[numbered(field, "cl-field")] = value;
  }
  return found;
}

function numbered(node, prefix) {
  const name = [...node.classList].find((one) => one.startsWith(`${prefix}-`));
  return name && Number(name.slice(prefix.length + 1));
}

function line(role) {
  const node = document.createElement("div");
  node.setAttribute("role", role);
  node.className = `cl-${role}`;
  return node;
}

export default { render };
