// A working day of kafkajs: `node session.js BOOTSTRAP TOPIC`. Each line it writes is one thing it saw.
import kafkajs from "kafkajs";

const [bootstrap, topic] = process.argv.slice(2);
const RECORDS = 1000;
const kafka = new kafkajs.Kafka({ clientId: "session", brokers: bootstrap.split(","), logLevel: kafkajs.logLevel.NOTHING });
const saw = (what, value) => console.log(`${what}: ${value}`);

const admin = kafka.admin();
await admin.connect();
const configEntries = [{ name: "retention.ms", value: "1000000" }];
await admin.createTopics({ topics: [{ topic, numPartitions: 3, configEntries }], waitForLeaders: true });
await admin.createTopics({ topics: [{ topic: `${topic}-tx`, numPartitions: 1 }], waitForLeaders: true });
await admin.createPartitions({ topicPartitions: [{ topic, count: 4 }] });
await settled(async () => (await partitions()) === 4);
saw("partitions", await partitions());
saw("retention.ms", await config("retention.ms"));

const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1 });
await producer.connect();
const messages = Array.from({ length: RECORDS }, (_, n) => ({ key: `k${n}`, value: `v${n}` }));
await producer.send({ topic, acks: -1, compression: kafkajs.CompressionTypes.GZIP, messages });
await producer.disconnect();
saw("ends", sum((await admin.fetchTopicOffsets(topic)).map((partition) => partition.high)));

const transactional = kafka.producer({ transactionalId: topic, idempotent: true, maxInFlightRequests: 1 });
await transactional.connect();
for (const isKept of [false, true]) {
  const transaction = await transactional.transaction();
  await transaction.send({ topic: `${topic}-tx`, messages: [{ value: `${isKept}` }] });
  await (isKept ? transaction.commit() : transaction.abort());
}
await transactional.disconnect();

const first = await read(RECORDS / 2);
saw("committed is read", (await committed()) === first);
saw("read in two sittings", first + (await read(RECORDS - first)));
saw("committed", await committed());
saw("committed transactions", (await transacted()).join());
saw("group", `${(await admin.describeGroups([topic])).groups[0].members.length} members`);
await admin.deleteGroups([topic]);
await admin.deleteTopics({ topics: [topic, `${topic}-tx`] });
saw("left", (await settled(async () => !(await admin.listTopics()).includes(topic))) ? "nothing" : topic);
await admin.disconnect();

// Reads at least this many as a group of the topic's name, commits what it got, leaves.
async function read(least) {
  const consumer = kafka.consumer({ groupId: topic });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  let got = 0;
  await new Promise((enough, failed) => {
    setTimeout(() => failed(new Error(`only ${got} of ${least} came in 30 s`)), 30_000).unref();
    consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      eachBatch: async ({ batch, resolveOffset, heartbeat }) => {
        if (got >= least) return;
        const next = `${Number(batch.lastOffset()) + 1}`;
        await consumer.commitOffsets([{ topic, partition: batch.partition, offset: next }]);
        resolveOffset(batch.lastOffset());
        got += batch.messages.length;
        await heartbeat();
        if (got >= least) enough();
      },
    });
  });
  await consumer.disconnect();
  return got;
}

// What is read of the transactions, to the end of the topic.
async function transacted() {
  const consumer = kafka.consumer({ groupId: `${topic}-tx` });
  await consumer.connect();
  await consumer.subscribe({ topic: `${topic}-tx`, fromBeginning: true });
  const values = [];
  await new Promise((enough, failed) => {
    setTimeout(() => failed(new Error(`only ${values} came in 30 s`)), 30_000).unref();
    consumer.run({ eachMessage: async ({ message }) => (values.push(`${message.value}`), values.includes("true") && enough()) });
  });
  await consumer.disconnect();
  return values;
}

async function committed() {
  const [{ partitions: offsets }] = await admin.fetchOffsets({ groupId: topic, topics: [topic] });
  return sum(offsets.map((partition) => Math.max(0, Number(partition.offset))));
}

async function partitions() {
  return (await admin.fetchTopicMetadata({ topics: [topic] })).topics[0].partitions.length;
}

async function config(name) {
  const resources = [{ type: kafkajs.ConfigResourceTypes.TOPIC, name: topic, configNames: [name] }];
  return (await admin.describeConfigs({ includeSynonyms: false, resources })).resources[0].configEntries[0].configValue;
}

// Brokers hear of a change one after the other.
async function settled(seen) {
  for (let round = 0; round < 100; round++) {
    if (await seen().catch(() => false)) return true;
    await new Promise((soon) => setTimeout(soon, 100));
  }
  return false;
}

function sum(numbers) {
  return numbers.reduce((all, one) => all + Number(one), 0);
}
