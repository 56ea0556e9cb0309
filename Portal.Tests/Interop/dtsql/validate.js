// Reads a JSON array of statements, prints for each what dt-sql-parser's Flink grammar has against it; null: nothing.
import { build } from 'esbuild';
import { readFileSync, existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const bundle = new URL('./bundle.mjs', import.meta.url);
if (!existsSync(bundle)) {
  // Its modules name each other without their file's ending, which Node alone doesn't resolve.
  await build({
    stdin: { contents: "export { FlinkSQL } from 'dt-sql-parser';", resolveDir: import.meta.dirname },
    bundle: true, format: 'esm', platform: 'node', outfile: bundle.pathname, logLevel: 'error',
  });
}

const { FlinkSQL } = await import(pathToFileURL(bundle.pathname).href);
const flink = new FlinkSQL();
const statements = JSON.parse(readFileSync(process.argv[2], 'utf8'));
console.log(JSON.stringify(statements.map((statement) => {
  const errors = flink.validate(statement);
  return errors.length === 0 ? null : errors[0].message;
})));
