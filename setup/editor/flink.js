// Flink's SQL for the editor: its words, and the completion of topics as tables and of their columns. What may be completed comes from
// the page (Portal.Web/Features/Jobs/Studio/StudioVocabulary.cs): { topics: { cluster: [topic] }, columns: { "cluster.topic": [[name, type]] } }.
import { SQLDialect, keywordCompletionSource } from "@codemirror/lang-sql";

export const FlinkSQL = SQLDialect.define({
  backslashEscapes: false,
  doubleQuotedStrings: false,
  identifierQuotes: "`",
  keywords:
    "add all and any array as asc asymmetric at begin between both by cascade case cast catalog catalogs comment constraint count create cross " +
    "cube cumulate current database databases day default desc describe descriptor distinct drop else end enforced escape except execute exists " +
    "explain extract false fetch filter first following for from full functions group grouping having hop hour if in inner insert intersect " +
    "interval into is jobs join key last lateral leading left like limit local match_recognize metadata minute month natural not null nulls of " +
    "offset on or order ordinality outer over overlay overwrite partition placing preceding primary qualify range reset returning right rollup " +
    "row rows second select session set sets show similar size slide some statement system_time table tables tablesample temporary then to " +
    "trailing true try_cast tumble unbounded union unknown unnest use using value values view views virtual watermark when where window with " +
    "within without year",
  types:
    "bigint binary boolean bytes char date decimal double float int integer map multiset numeric precision raw real smallint string time " +
    "timestamp timestamp_ltz tinyint varbinary varchar",
  builtin:
    "abs acos array_agg array_contains ascii asin atan avg bin btrim cardinality ceil ceiling char_length character_length chr coalesce collect " +
    "concat concat_ws cos cosh current_date current_row_timestamp current_time current_timestamp current_watermark date_format dayofmonth " +
    "dayofweek dayofyear decode degrees dense_rank element encode endswith exp first_value floor from_base64 from_unixtime greatest if ifnull " +
    "initcap instr is_alpha is_decimal is_digit json_exists json_object json_query json_string json_value lag last_value lead least listagg ln " +
    "localtime localtimestamp locate log log10 log2 lower lpad ltrim map_keys map_union map_values max md5 min mod now nullif position power " +
    "proctime quarter radians rand rank regexp regexp_extract regexp_replace repeat replace reverse round row_number rpad rtrim sha256 sha384 " +
    "sha512 sign sin sinh split_index sqrt startswith stddev stddev_pop stddev_samp substr substring sum tan tanh timestampadd timestampdiff " +
    "to_base64 to_date to_timestamp to_timestamp_ltz trim truncate typeof unix_timestamp upper uuid var_pop var_samp variance week window_end " +
    "window_start window_time",
});

const bare = name => name.replace(/^`|`$/g, "").replaceAll("``", "`");
const words = new Set(FlinkSQL.spec.keywords.split(" "));
const written = name => (/^[A-Za-z_]\w*$/.test(name) && !words.has(name.toLowerCase()) ? name : `\`${name.replaceAll("`", "``")}\``);
const name = "`(?:[^`]|``)+`|[A-Za-z_$][\\w$]*";
const tables = new RegExp(`\\b(?:from|join|into)\\s+(${name})\\s*\\.\\s*(${name})(?:\\s+(?:as\\s+)?(${name}))?`, "gi");
const plain = new RegExp(`(?:(${name})\\s*\\.\\s*)?([\\w$]*)$`);
const quoted = new RegExp(`(?:(${name})\\s*\\.\\s*)?\`([^\`]*)$`);
const afterTable = /\b(?:from|join|into)\s+$/i;

// The tables that the text names, and what they may be called in it.
const named = text =>
  [...text.matchAll(tables)].map(([, cluster, topic, alias]) => ({
    table: `${bare(cluster)}.${bare(topic)}`,
    names: [bare(topic), ...(alias && !words.has(alias.toLowerCase()) ? [bare(alias)] : [])],
  }));

const columnsOf = (columns, found, write) =>
  found.flatMap(({ table }) => columns[table] ?? []).map(([label, type]) => ({ label, apply: write(label), type: "property", detail: type, boost: 2 }));

/** @param vocabulary Gives what may be completed, as it is now. */
export const completeFlink = vocabulary => context => {
  const line = context.state.doc.lineAt(context.pos);
  const before = line.text.slice(0, context.pos - line.from);
  // An odd number of backticks: within a name that isn't closed yet.
  const isQuoted = before.split("`").length % 2 === 0;
  const [whole, owner, typed] = (isQuoted ? quoted : plain).exec(before);
  if (whole === "" && !context.explicit && !afterTable.test(before)) return null;
  const { topics = {}, columns = {} } = vocabulary();
  const found = named(context.state.doc.toString());
  const from = context.pos - typed.length;
  // A quote that is there already isn't doubled.
  const to = isQuoted && line.text[context.pos - line.from] === "`" ? context.pos + 1 : undefined;
  const write = label => (isQuoted ? `${label.replaceAll("`", "``")}\`` : written(label));
  if (owner || isQuoted) {
    const of = owner && bare(owner);
    const inside = columnsOf(columns, owner ? found.filter(({ names }) => names.includes(of)) : found, write);
    const there = (topics[of] ?? []).map(topic => ({ label: topic, apply: write(topic), type: "class" }));
    const options = [...there, ...inside];
    return options.length === 0 ? null : { from, to, options };
  }
  const isTable = afterTable.test(before.slice(0, before.length - typed.length));
  const all = Object.entries(topics).flatMap(([cluster, there]) =>
    there.map(topic => ({ label: `${cluster}.${topic}`, apply: `${written(cluster)}.${written(topic)}`, type: "class", boost: isTable ? 5 : -5 })),
  );
  return { from, options: isTable ? all : [...columnsOf(columns, found, write), ...all] };
};

const ownWords = keywordCompletionSource(FlinkSQL, true);
const pause = 100; // milliseconds; the editor itself has waited for as long since the last keystroke
const patience = 1_000;

// Nobody waits for what comes too late, and the next keystroke ends it.
const proposed = (propose, context) =>
  new Promise(resolve => {
    const none = () => resolve([]);
    const asking = setTimeout(() => propose(context.state.doc.toString(), context.pos).then(resolve, none), pause);
    setTimeout(none, pause + patience);
    context.addEventListener("abort", () => (clearTimeout(asking), none()), { onDocChange: true });
  });

/**
 * SQL's words. Those that the gateway proposes for the place come first, with columns of views, which only it knows; where it says nothing, all are there.
 * @param propose Asks the gateway. Names of tables are left out of what it says: the page knows all topics.
 */
export const completeWords = (vocabulary, propose) => async context => {
  const own = ownWords(context);
  if (own === null) return null;
  const line = context.state.doc.lineAt(context.pos);
  const [, owner, typed] = plain.exec(line.text.slice(0, context.pos - line.from));
  const known = new Map(own.options.map(option => [option.label, option]));
  const { columns = {} } = vocabulary();
  const shown = new Set(columnsOf(columns, named(context.state.doc.toString()), written).map(column => column.label));
  const first = (await proposed(propose, context))
    .filter(word => /^[\w$]+$/.test(word) && !shown.has(word))
    .map(word => ({ type: "property", ...known.get(word), label: word, apply: known.has(word) ? word : written(word), boost: 1 }));
  const more = owner ? [] : own.options.filter(option => !first.some(word => word.label === option.label));
  const options = [...first, ...more];
  return options.length === 0 ? null : { from: context.pos - typed.length, options, validFor: /^[\w$]*$/ };
};
