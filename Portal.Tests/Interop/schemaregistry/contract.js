// A producer and a consumer that go by a topic's contract: `node contract.js BOOTSTRAP REGISTRY TOPIC VALUE REFUSED`. The value is
// written with the newest schema of the topic's subject, and read by the id in the record. The last argument must not fit it.
import { AvroDeserializer, AvroSerializer, SchemaRegistryClient, SerdeType } from "@confluentinc/schemaregistry";
import kafkajs from "kafkajs";

const [bootstrap, registry, topic, value, refused] = process.argv.slice(2);
const client = new SchemaRegistryClient({ baseURLs: [registry] });
const serializer = new AvroSerializer(client, SerdeType.VALUE, { autoRegisterSchemas: false, useLatestVersion: true });
const kafka = new kafkajs.Kafka({ clientId: "contract", brokers: bootstrap.split(","), logLevel: kafkajs.logLevel.NOTHING });

const producer = kafka.producer();
await producer.connect();
await producer.send({ topic, messages: [{ key: "1", value: await serializer.serialize(topic, JSON.parse(value)) }] });
await producer.disconnect();

const consumer = kafka.consumer({ groupId: `${topic}.contract` });
await consumer.connect();
await consumer.subscribe({ topic, fromBeginning: true });
const record = await new Promise((came, failed) => {
  setTimeout(() => failed(new Error("nothing came in 30 s")), 30_000).unref();
  consumer.run({ eachMessage: async ({ message }) => came(message.value) });
});
await consumer.disconnect();
const read = await new AvroDeserializer(client, SerdeType.VALUE, {}).deserialize(topic, record);
console.log(`id: ${record.readInt32BE(1)}`);
console.log(`read: ${JSON.stringify(read)}`);
try {
  await serializer.serialize(topic, JSON.parse(refused));
  console.log("refused: no");
} catch {
  console.log("refused: yes");
}
