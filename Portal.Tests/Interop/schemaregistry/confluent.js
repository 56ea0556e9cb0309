// Confluent's own client for JavaScript as a team uses it: `node confluent.js BOOTSTRAP REGISTRY TOPIC`. It registers what it writes by itself, for
// Avro and for JSON; the records are read again by their ids. Each line is something that was seen.
import {
  AvroDeserializer,
  AvroSerializer,
  Compatibility,
  JsonDeserializer,
  JsonSerializer,
  SchemaRegistryClient,
  SerdeType,
} from "@confluentinc/schemaregistry";
import { throughKafka } from "./records.js";

const [bootstrap, registry, topic] = process.argv.slice(2);
// One that keeps nothing: each question is sent.
const open = () => new SchemaRegistryClient({ baseURLs: [registry], cacheCapacity: 1 });
const client = open();
const kinds = [
  ["avro", AvroSerializer, AvroDeserializer],
  ["json", JsonSerializer, JsonDeserializer],
];
const value = { id: "o-1", cents: 990, channel: "web" };

for (const [kind, Serializer, Deserializer] of kinds) {
  const to = `${topic}.${kind}`;
  const subject = `${to}-value`;
  const serializer = new Serializer(client, SerdeType.VALUE, { autoRegisterSchemas: true });
  const record = await throughKafka(bootstrap, to, await serializer.serialize(to, value));
  const read = await new Deserializer(open(), SerdeType.VALUE, {}).deserialize(to, record);
  console.log(`${kind}: ${JSON.stringify(read)}`);

  const id = record.readInt32BE(1);
  const again = open();
  const newest = await again.getLatestSchemaMetadata(subject);
  console.log(`${kind}: the newest version is 1 with the record's id: ${newest.version === 1 && newest.id === id}`);
  const info = await again.getBySubjectAndId(subject, id);
  console.log(`${kind}: registered again it has the same id: ${(await again.register(subject, info)) === id}`);
  console.log(`${kind}: found by its text as version ${await again.getVersion(subject, info)}`);
  console.log(`${kind}: its versions are ${await again.getAllVersions(subject)}`);
}

const subject = `${topic}.contract-value`;
const order = (...fields) => ({
  schemaType: "AVRO",
  schema: JSON.stringify({ type: "record", name: "Order", fields }),
});
const text = (name, rest = {}) => ({ name, type: "string", ...rest });
await client.register(subject, order(text("id")));
console.log(`level: ${await client.updateCompatibility(subject, Compatibility.BACKWARD)}`);
console.log(`a field with a default is compatible: ${await client.testSubjectCompatibility(subject, order(text("id"), text("note", { default: "" })))}`);
console.log(`a field without one is compatible: ${await client.testSubjectCompatibility(subject, order(text("id"), text("note")))}`);
console.log(`registered all the same: ${await client.register(subject, order(text("id"), text("note"))).then(() => "yes", (no) => no.status)}`);

const money = { schemaType: "AVRO", schema: JSON.stringify({ type: "record", name: "Money", fields: [{ name: "cents", type: "long" }] }) };
await client.register(`${topic}.money`, money);
const total = {
  ...order({ name: "total", type: "Money" }),
  references: [{ name: "Money", subject: `${topic}.money`, version: 1 }],
};
const totalId = await client.register(`${topic}.total-value`, total);
const back = await open().getBySubjectAndId(`${topic}.total-value`, totalId);
console.log(`references: ${back.references.map((to) => `${to.name} is version ${to.version}`)}`);
console.log(`deleted versions: ${await client.deleteSubject(subject)}`);
console.log(`is still listed: ${(await client.getAllSubjects()).includes(subject)}`);
