#!/usr/bin/env bash
# Bundles the pages' text editor, CodeMirror 6, from setup/editor/ into one file that is committed: nobody needs npm to build
# the portal. Versions are those of setup/editor/package.json; run it again after changing one of them.
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
cp "$root"/setup/editor/{editor.js,flink.js,package.json} "$work"
(cd "$work" && npm install --no-package-lock --no-audit --no-fund --silent)
target="$root/Portal.Web/wwwroot/js/codemirror.js"
"$work/node_modules/.bin/esbuild" "$work/editor.js" --bundle --format=esm --minify --target=es2022 --legal-comments=none --metafile="$work/meta.json" \
  --banner:js='/* CodeMirror 6 and Lezer, MIT licence, (C) Marijn Haverbeke and others: docs/licences.md. Bundled by setup/editor.sh. */' \
  --outfile="$target"
# What came along, for ./portal bom.
(cd "$work" && node -e '
  const inputs = Object.values(require("./meta.json").outputs)[0].inputs;
  const names = Object.keys(inputs).map(path => path.match(/node_modules\/((?:@[^/]+\/)?[^/]+)\//)?.[1]).filter(Boolean);
  for (const name of [...new Set(names)].sort()) {
    const made = require(`./node_modules/${name}/package.json`);
    console.log(name, made.version, made.license);
  }') > "$root/setup/editor/bundled.txt"
printf '%s: %s bytes, %s with gzip\n' "$target" "$(wc -c < "$target")" "$(gzip -c "$target" | wc -c)"
