// A working day of @platformatic/kafka: `node session.js BOOTSTRAP TOPIC PROTOCOL`. Each line it writes is one thing it saw.
import { Admin, Consumer, Producer, stringDeserializers, stringSerializers } from "@platformatic/kafka";

const [bootstrap, topic, groupProtocol] = process.argv.slice(2);
const RECORDS = 1000;
const client = { clientId: "session", bootstrapBrokers: bootstrap.split(",") };
const saw = (what, value) => console.log(`${what}: ${value}`);

const admin = new Admin(client);
await admin.createTopics({ topics: [topic], partitions: 3, replicas: 1 });
await admin.createTopics({ topics: [`${topic}-tx`], partitions: 1, replicas: 1 });
await settled(async () => (await admin.metadata({ topics: [topic], forceUpdate: true })).topics.get(topic).partitionsCount === 3);

const producer = new Producer({ ...client, serializers: stringSerializers, idempotent: true });
const messages = Array.from({ length: RECORDS }, (_, n) => ({ topic, key: `k${n}`, value: `v${n}` }));
await producer.send({ messages, acks: -1, compression: "gzip" });
await producer.close();

const transactional = new Producer({ ...client, serializers: stringSerializers, idempotent: true, transactionalId: topic });
for (const isKept of [false, true]) {
  const transaction = await transactional.beginTransaction();
  await transaction.send({ messages: [{ topic: `${topic}-tx`, value: `${isKept}` }], acks: -1 });
  await (isKept ? transaction.commit() : transaction.abort());
}
await transactional.close();

const first = await read(RECORDS / 2);
saw("read in two sittings", first + (await read(RECORDS - first)));
saw("committed transactions", await transacted());
const type = (await admin.listGroups({ types: ["classic", "consumer"] })).get(topic).groupType;
saw("group", type.toLowerCase());
await admin.deleteGroups({ groups: [topic] });
await admin.deleteTopics({ topics: [topic, `${topic}-tx`] });
saw("left", (await settled(async () => !(await admin.listTopics()).includes(topic))) ? "nothing" : topic);
await admin.close();

// Reads so many as a group of the topic's name, commits each, leaves.
async function read(count) {
  const consumer = new Consumer({ ...client, groupId: topic, groupProtocol, deserializers: stringDeserializers });
  const stream = await consumer.consume({ topics: [topic], mode: "committed", fallbackMode: "earliest", autocommit: false });
  const late = setTimeout(() => stream.destroy(new Error(`only ${got} of ${count} came in 30 s`)), 30_000);
  let got = 0;
  for await (const message of stream) {
    await message.commit();
    if (++got === count) break;
  }
  clearTimeout(late);
  await consumer.close(true);
  return got;
}

// The first that is read of the transactions.
async function transacted() {
  const consumer = new Consumer({ ...client, groupId: `${topic}-tx`, groupProtocol, deserializers: stringDeserializers });
  const stream = await consumer.consume({ topics: [`${topic}-tx`], mode: "earliest", isolationLevel: 1, autocommit: false });
  const late = setTimeout(() => stream.destroy(new Error("nothing came in 30 s")), 30_000);
  let value;
  for await (const message of stream) {
    value = message.value;
    break;
  }
  clearTimeout(late);
  await consumer.close(true);
  return value;
}

// Brokers hear of a change one after the other.
async function settled(seen) {
  for (let round = 0; round < 100; round++) {
    if (await seen().catch(() => false)) return true;
    await new Promise((soon) => setTimeout(soon, 100));
  }
  return false;
}
