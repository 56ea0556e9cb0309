// One record through Kafka and back.
import kafkajs from "kafkajs";

export async function throughKafka(bootstrap, topic, value) {
  const kafka = new kafkajs.Kafka({ clientId: "records", brokers: bootstrap.split(","), logLevel: kafkajs.logLevel.NOTHING });
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic, numPartitions: 1, replicationFactor: 1 }], waitForLeaders: true });
  await admin.disconnect();
  const producer = kafka.producer();
  await producer.connect();
  await producer.send({ topic, messages: [{ key: "1", value }] });
  await producer.disconnect();
  const consumer = kafka.consumer({ groupId: `${topic}.records` });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  const record = await new Promise((came, failed) => {
    setTimeout(() => failed(new Error("nothing came in 30 s")), 30_000).unref();
    consumer.run({ eachMessage: async ({ message }) => came(message.value) });
  });
  await consumer.disconnect();
  return record;
}
