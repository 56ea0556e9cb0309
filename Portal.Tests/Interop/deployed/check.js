// Holds files against the published schemas, those of the Kubernetes API and of Compose, and prints what they object to, a line each.
// node check.js kubernetes|compose FILE...
import fs from "node:fs";
import Ajv from "ajv/dist/2019.js";
import yaml from "js-yaml";

const [, , what, ...files] = process.argv;

// The package's validators say nothing of a field that they don't know. What they know they read: a field that was not read is none.
const watched = (value, path, unread) => {
  if (value === null || typeof value !== "object") return value;
  const own = Object.fromEntries(Object.keys(value).map(key => [key, `${path}/${key}`]));
  Object.values(own).forEach(each => unread.add(each));
  const inner = new Map();
  return new Proxy(value, {
    get(target, key) {
      if (!Object.hasOwn(own, key)) return target[key];
      unread.delete(own[key]);
      if (!inner.has(key)) inner.set(key, watched(target[key], own[key], unread));
      return inner.get(key);
    },
  });
};

const kubernetes = async text => {
  const objections = [];
  for (const each of yaml.loadAll(text).filter(Boolean)) {
    const name = `${each.kind} ${each.metadata?.name}`;
    const kinds = await import(`kubernetes-models/${each.apiVersion}`).catch(() => ({}));
    if (!kinds[each.kind]) {
      objections.push(`${name}: ${each.apiVersion} has no ${each.kind}`);
      continue;
    }
    const unread = new Set();
    const { validate } = await import(`kubernetes-models/_schemas/${schemaOf(kinds[each.kind], each)}`);
    if (!validate(watched(each, "", unread))) objections.push(...validate.errors.map(error => `${name}: ${error.instancePath} ${error.message ?? error.keyword}`));
    // Below a field that isn't known nothing is read either.
    objections.push(...[...unread].filter(path => !unread.has(path.replace(/\/[^/]*$/, ""))).map(path => `${name}: ${path} isn't a field`));
  }
  return objections;
};

const schemaOf = (kind, { apiVersion }) => {
  const [group, version] = apiVersion.includes("/") ? apiVersion.split("/") : ["core", apiVersion];
  const capital = word => word[0].toUpperCase() + word.slice(1);
  return `IoK8sApi${capital(group.split(".")[0])}${capital(version)}${kind.kind}`;
};

// As Compose publishes it, in a linter's package.
const published = new URL("node_modules/dclint/schemas/compose.schema.json", import.meta.url);
const composed = async text => {
  const { $schema, $id, id, ...schema } = JSON.parse(fs.readFileSync(published, "utf8"));
  const validate = new Ajv({ allErrors: true, strict: false, validateFormats: false }).compile(schema);
  return validate(yaml.load(text)) ? [] : validate.errors.map(error => `${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`);
};

for (const file of files) {
  const text = fs.readFileSync(file, "utf8");
  const objections = await (what === "kubernetes" ? kubernetes : composed)(text);
  objections.forEach(objection => console.log(`${file}: ${objection}`));
}
