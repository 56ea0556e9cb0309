// The client of the makers of kafkajs: `node kafkajs.js BOOTSTRAP REGISTRY TOPIC LEVEL`. It sets the level of what it registers first to LEVEL, and
// expects to find that level afterwards. Each line is something that was seen.
import registries from "@kafkajs/confluent-schema-registry";
import { throughKafka } from "./records.js";

const { SchemaRegistry, SchemaType, COMPATIBILITY } = registries;
const [bootstrap, registry, topic, level] = process.argv.slice(2);
// One that keeps nothing: each question is sent.
const open = () => new SchemaRegistry({ host: registry });
const values = { id: "o-1", cents: 990 };
const schemas = [
  [
    "avro",
    SchemaType.AVRO,
    { type: "record", name: "Order", namespace: "shop", fields: [{ name: "id", type: "string" }, { name: "cents", type: "long" }] },
  ],
  [
    "json",
    SchemaType.JSON,
    { type: "object", properties: { id: { type: "string" }, cents: { type: "integer" } }, required: ["id"] },
  ],
  ["protobuf", SchemaType.PROTOBUF, 'syntax = "proto3"; package shop; message Order { string id = 1; int32 cents = 2; }'],
];

for (const [kind, type, schema] of schemas) {
  const to = `${topic}.${kind}`;
  const subject = `${to}-value`;
  const text = typeof schema === "string" ? schema : JSON.stringify(schema);
  const { id } = await open().register({ type, schema: text }, { subject, compatibility: COMPATIBILITY[level] });
  const record = await throughKafka(bootstrap, to, await open().encode(id, values));
  console.log(`${kind}: ${JSON.stringify(await open().decode(record))}`);
  const again = await open().register({ type, schema: text }, { subject, compatibility: COMPATIBILITY[level] });
  console.log(`${kind}: registered again it has the same id: ${again.id === id}`);
  console.log(`${kind}: found as the newest: ${(await open().getLatestSchemaId(subject)) === id}`);
  console.log(`${kind}: found by its number: ${(await open().getRegistryId(subject, 1)) === id}`);
  console.log(`${kind}: found by its text: ${(await open().getRegistryIdBySchema(subject, { type, schema: text })) === id}`);
}

const other = { type: SchemaType.AVRO, schema: JSON.stringify({ type: "record", name: "Order", namespace: "shop", fields: [{ name: "added", type: "string" }] }) };
const refused = await open()
  .register(other, { subject: `${topic}.avro-value`, compatibility: COMPATIBILITY[level] })
  .then(() => "no", () => "yes");
console.log(`an incompatible version is refused: ${refused}`);
