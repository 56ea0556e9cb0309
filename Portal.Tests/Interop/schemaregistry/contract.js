// A producer and a consumer that go by a topic's contract: `node contract.js BOOTSTRAP REGISTRY TOPIC VALUE REFUSED`. The value is
// written with the newest schema of the topic's subject, and read by the id in the record. The last argument must not fit it.
import { AvroDeserializer, AvroSerializer, SchemaRegistryClient, SerdeType } from "@confluentinc/schemaregistry";
import { throughKafka } from "./records.js";

const [bootstrap, registry, topic, value, refused] = process.argv.slice(2);
const client = new SchemaRegistryClient({ baseURLs: [registry] });
const serializer = new AvroSerializer(client, SerdeType.VALUE, { autoRegisterSchemas: false, useLatestVersion: true });
const record = await throughKafka(bootstrap, topic, await serializer.serialize(topic, JSON.parse(value)));
const read = await new AvroDeserializer(client, SerdeType.VALUE, {}).deserialize(topic, record);
console.log(`id: ${record.readInt32BE(1)}`);
console.log(`read: ${JSON.stringify(read)}`);
try {
  await serializer.serialize(topic, JSON.parse(refused));
  console.log("refused: no");
} catch {
  console.log("refused: yes");
}
