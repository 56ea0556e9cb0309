// The text editor of the portal's pages, as one file: setup/editor.sh bundles it into Portal.Web/wwwroot/js/codemirror.js.
// A page's part of it is Portal.Web/wwwroot/js/editor.js. What it looks like is css/editor.css: here are only class names.
import { autocompletion, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import { HighlightStyle, StreamLanguage, bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { protobuf } from "@codemirror/legacy-modes/mode/protobuf";
import { lintKeymap, setDiagnostics } from "@codemirror/lint";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { Compartment, EditorState } from "@codemirror/state";
import { EditorView, drawSelection, highlightActiveLineGutter, keymap, lineNumbers, placeholder } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { FlinkSQL, completeFlink, completeWords } from "./flink.js";

const classes = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.variableName)], class: "tok-name" },
  { tag: [tags.keyword, tags.typeName, tags.standard(tags.name)], class: "tok-keyword" },
  { tag: [tags.string, tags.special(tags.string)], class: "tok-string" },
  { tag: [tags.number, tags.bool, tags.null, tags.atom], class: "tok-value" },
  { tag: tags.comment, class: "tok-comment" },
]);

const languages = {
  json: () => json(),
  protobuf: () => StreamLanguage.define(protobuf),
  sql: () => FlinkSQL.language,
  text: () => [],
};

const place = (doc, { line, column }) => {
  const at = doc.line(Math.min(Math.max(line, 1), doc.lines));
  return Math.min(at.from + Math.max(column, 1) - 1, at.to);
};

// The word at its place; where none begins, the rest of the line, or all of a line that ends there.
const range = (doc, mark) => {
  const from = place(doc, mark);
  const line = doc.lineAt(from);
  const rest = doc.sliceString(from, line.to).trimEnd();
  const word = /^(?:"[^"]*"|[\w.$-]+)/.exec(rest);
  return rest === "" ? { from: line.from, to: line.to } : { from, to: from + (word ? word[0] : rest).length };
};

/**
 * @param parent The element it is drawn in.
 * @param attributes Of the element that is typed into: its id, its name for a screen reader.
 * @param onChange Called with the text after each change by a person.
 * @param vocabulary Gives what SQL may name, beside its own words: flink.js has its shape.
 * @param propose Gives, in time, the words that may stand at a place of the text: none where nobody says.
 */
export const openEditor = ({ parent, text, language, hint, attributes, onChange, vocabulary, propose }) => {
  const spoken = new Compartment();
  const described = new Compartment();
  const speak = name => {
    const found = (languages[name] ?? languages.text)();
    return name === "sql"
      ? [found, ...[completeFlink(vocabulary), completeWords(vocabulary, propose)].map(autocomplete => found.data.of({ autocomplete }))]
      : found;
  };
  let isOurs = false;
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: text,
      extensions: [
        lineNumbers(), highlightActiveLineGutter(), history(), drawSelection(), indentOnInput(), bracketMatching(),
        highlightSelectionMatches(), indentUnit.of("  "), EditorState.tabSize.of(2), syntaxHighlighting(classes),
        autocompletion({ activateOnTyping: true }), placeholder(hint ?? ""),
        // Tab leaves the editor, as it does any field.
        keymap.of([...defaultKeymap, ...searchKeymap, ...historyKeymap, ...completionKeymap, ...lintKeymap]),
        spoken.of(speak(language)),
        described.of(EditorView.contentAttributes.of(attributes)),
        EditorView.updateListener.of(update => update.docChanged && !isOurs && onChange(update.state.doc.toString())),
      ],
    }),
  });
  return {
    text: () => view.state.doc.toString(),
    set: value => {
      if (value === view.state.doc.toString()) return;
      isOurs = true;
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: value } });
      isOurs = false;
    },
    speak: name => view.dispatch({ effects: spoken.reconfigure(speak(name)) }),
    describe: more => view.dispatch({ effects: described.reconfigure(EditorView.contentAttributes.of(more)) }),
    // marks: [{ line, column, words, severity: "error" | "warning" | "info" }], lines and columns from 1.
    mark: marks =>
      view.dispatch(
        setDiagnostics(
          view.state,
          marks.map(mark => ({ ...range(view.state.doc, mark), severity: mark.severity, message: mark.words })),
        ),
      ),
    focus: () => view.focus(),
    go: to => {
      const at = place(view.state.doc, to);
      view.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: "center" }) });
      view.focus();
    },
    close: () => view.destroy(),
  };
};
