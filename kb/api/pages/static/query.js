// The editor of the page for SPARQL: colours, completion from this base's ontology, the place of a mistake.
// Without it the page has a text field, and everything else works.
(() => {
  const form = document.getElementById("ask");
  const field = document.getElementById("sparql");
  const Editor = globalThis.Yasqe && (Yasqe.default || Yasqe.Yasqe || Yasqe);
  if (!form || !field || !Editor) return;

  const label = document.querySelector("label[for=sparql]").textContent;
  const place = document.createElement("div");
  const height = field.offsetHeight;
  field.before(place);
  field.hidden = true;
  field.required = false;
  Editor.defaults.autocompleters = []; // those that ship ask other servers
  const editor = new Editor(place, {
    value: field.value,
    persistenceId: null,
    collapsePrefixesOnLoad: false,
    resizeable: false,
    showQueryButton: false,
    createShareableLink: null,
    pluginButtons: () => undefined,
    viewportMargin: Infinity,
    autocompleters: [],
    extraKeys: {
      "Ctrl-Enter": () => form.requestSubmit(),
      "Cmd-Enter": () => form.requestSubmit(),
      "Ctrl-Space": complete,
      Tab: false, // the key goes on to the next field
      "Shift-Tab": false,
    },
  });
  // no higher than the field, where lines are broken that the field counted whole, so that nothing below it moves
  const scrolled = editor.getScrollerElement();
  scrolled.style.maxHeight = `${height}px`;
  editor.on("focus", () => { scrolled.style.maxHeight = ""; });
  // what needs no declaration here is no mistake
  const mode = editor.getMode();
  const begin = mode.startState.bind(mode);
  mode.startState = (...given) => {
    const state = begin(...given);
    for (const prefix of form.dataset.prefixes.split(" ")) state.prefixes[prefix] = prefix;
    return state;
  };
  editor.setValue(field.value);
  editor.clearHistory();
  const input = editor.getInputField();
  input.setAttribute("aria-label", label);
  form.addEventListener("submit", () => { field.value = editor.getValue(); });

  const fault = document.getElementById("fault")?.dataset ?? {}; // below the field, which may have been sent before it
  if (fault.line) {
    const line = Number(fault.line) - 1;
    const column = Math.max(0, Number(fault.column) - 1);
    input.setAttribute("aria-invalid", "true");
    input.setAttribute("aria-describedby", "fault");
    const shown = Math.max(0, Math.min(column, editor.getLine(line).length - 1)); // behind a line's end nothing can be marked
    editor.markText({ line, ch: shown }, { line, ch: shown + 1 }, { className: "fault-here" });
    editor.setCursor({ line, ch: column });
  }

  // The editor notices a pattern that breaks off at the word behind it, often on the next line: the sign goes to the line
  // that the server named, and in a text that it has not seen to the line before a bracket, dot or semicolon.
  const asked = editor.getValue();
  const check = editor.checkSyntax.bind(editor);
  editor.checkSyntax = () => {
    check();
    for (let line = 0; line < editor.lineCount(); line += 1) {
      const sign = editor.lineInfo(line).gutterMarkers?.gutterErrorBar;
      if (!sign) continue;
      editor.clearGutter("gutterErrorBar");
      editor.setGutterMarker(blamed(line), "gutterErrorBar", sign);
      return;
    }
  };
  function blamed(line) {
    if (fault.line && editor.getValue() === asked) return Number(fault.line) - 1;
    const text = editor.getLine(line);
    const first = text.search(/\S/);
    if (!"}.;".includes(text[first]) || editor.getTokenAt({ line, ch: first + 1 }, true).state.OK) return line;
    let before = line - 1;
    while (before > 0 && !editor.getLine(before).replace(/#.*/, "").trim()) before -= 1;
    return Math.max(before, 0);
  }
  editor.checkSyntax();

  let known = null;
  async function terms() {
    if (!known) known = await (await fetch(form.dataset.terms, { headers: { Accept: "application/json" } })).json();
    return known;
  }

  async function complete() {
    const { prefixes, terms: all } = await terms();
    const cursor = editor.getCursor();
    const before = editor.getLine(cursor.line).slice(0, cursor.ch);
    const word = /[\w-]*:?[\w-]*$/.exec(before)[0];
    const wanted = word.toLowerCase();
    const begins = (name) => (name.startsWith(word) ? 2 : Number(name.toLowerCase().startsWith(wanted))); // kb:eventType is no kb:EventType
    const names = Object.keys(prefixes).map((prefix) => [`${prefix}:`, prefixes[prefix], ""]);
    const list = [...all, ...names]
      .filter(([name, title]) => name.toLowerCase().includes(wanted) || (wanted && title.toLowerCase().includes(wanted)))
      .sort((a, b) => begins(b[0]) - begins(a[0]))
      .slice(0, 80)
      .map(([name, title, meaning]) => ({
        text: name,
        render(element) {
          element.textContent = name;
          const more = document.createElement("span");
          more.className = "meaning";
          more.textContent = `  ${meaning || title}`.slice(0, 140);
          element.append(more);
        },
      }));
    editor.showHint({
      completeSingle: false,
      hint: () => ({ list, from: { line: cursor.line, ch: cursor.ch - word.length }, to: cursor }),
    });
  }
})();
