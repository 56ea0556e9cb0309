import java.time.Duration;
import java.util.*;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.*;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicCollection;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;

/** A working day of Kafka's Java client: `java Session.java BOOTSTRAP TOPIC`. Each line it writes is one thing it saw. */
public class Session {
    static final int RECORDS = 1000;
    static String bootstrap;

    public static void main(String[] arguments) throws Exception {
        bootstrap = arguments[0];
        var topic = arguments[1];
        try (var admin = Admin.create(Map.of("bootstrap.servers", (Object) bootstrap))) {
            var id = provision(admin, topic);
            write(topic);
            saw("ends", ends(admin, topic));
            transact(admin, topic + "-tx");
            var first = read(topic, RECORDS / 2);
            saw("committed is read", committed(admin, topic) == first);
            saw("read in two sittings", first + read(topic, RECORDS - first));
            saw("committed", committed(admin, topic));
            saw("committed transactions", transacted(topic + "-tx"));
            saw("group", admin.describeConsumerGroups(List.of(topic)).all().get().get(topic).members().size() + " members");
            admin.deleteConsumerGroups(List.of(topic)).all().get();
            admin.deleteTopics(List.of(topic + "-tx")).all().get();
            admin.deleteTopics(TopicCollection.ofTopicIds(List.of(id))).all().get();
            saw("left", settled(() -> !admin.listTopics().names().get().contains(topic)) ? "nothing" : topic);
        }
    }

    static org.apache.kafka.common.Uuid provision(Admin admin, String topic) throws Exception {
        admin.createTopics(List.of(new NewTopic(topic, 3, (short) 1).configs(Map.of("retention.ms", "1000000")))).all().get();
        admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(4))).all().get();
        settled(() -> described(admin, topic).partitions().size() == 4);
        saw("partitions", described(admin, topic).partitions().size());
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        var larger = new AlterConfigOp(new ConfigEntry("max.message.bytes", "5000"), AlterConfigOp.OpType.SET);
        admin.incrementalAlterConfigs(Map.of(resource, List.of(larger))).all().get();
        if (!settled(() -> config(admin, resource, "max.message.bytes").equals("5000"))) {
            throw new IllegalStateException("max.message.bytes was altered and didn't change");
        }
        saw("retention.ms", config(admin, resource, "retention.ms"));
        return described(admin, topic).topicId();
    }

    static void write(String topic) throws Exception {
        var strings = "org.apache.kafka.common.serialization.StringSerializer";
        try (var producer = new KafkaProducer<String, String>(Map.of(
                "bootstrap.servers", bootstrap, "acks", "all", "enable.idempotence", "true", "compression.type", "gzip",
                "linger.ms", "5", "key.serializer", strings, "value.serializer", strings))) {
            for (var number = 0; number < RECORDS; number++) {
                producer.send(new ProducerRecord<>(topic, "k" + number, "v" + number));
            }
            producer.flush();
        }
    }

    /** Two transactions, the first of them given up. */
    static void transact(Admin admin, String topic) throws Exception {
        admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
        var strings = "org.apache.kafka.common.serialization.StringSerializer";
        try (var producer = new KafkaProducer<String, String>(Map.of(
                "bootstrap.servers", bootstrap, "transactional.id", topic, "key.serializer", strings, "value.serializer", strings))) {
            producer.initTransactions();
            for (var isKept : new boolean[] {false, true}) {
                producer.beginTransaction();
                producer.send(new ProducerRecord<>(topic, "" + isKept)).get();
                if (isKept) {
                    producer.commitTransaction();
                } else {
                    producer.abortTransaction();
                }
            }
        }
    }

    /** The first that a reader of committed records gets. */
    static String transacted(String topic) {
        var strings = "org.apache.kafka.common.serialization.StringDeserializer";
        var until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        try (var consumer = new KafkaConsumer<String, String>(Map.of(
                "bootstrap.servers", bootstrap, "isolation.level", "read_committed", "auto.offset.reset", "earliest",
                "key.deserializer", strings, "value.deserializer", strings))) {
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            while (System.nanoTime() < until) {
                for (var record : consumer.poll(Duration.ofMillis(500))) {
                    return record.value();
                }
            }
        }
        return "nothing";
    }

    /** Reads at least this many as a group of the topic's name, commits, leaves; says how many it got. */
    static int read(String topic, int least) {
        var strings = "org.apache.kafka.common.serialization.StringDeserializer";
        var until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        var got = 0;
        try (var consumer = new KafkaConsumer<String, String>(Map.of(
                "bootstrap.servers", bootstrap, "group.id", topic, "auto.offset.reset", "earliest", "enable.auto.commit", "false",
                "max.poll.records", "100", "key.deserializer", strings, "value.deserializer", strings))) {
            consumer.subscribe(List.of(topic));
            while (got < least && System.nanoTime() < until) {
                got += consumer.poll(Duration.ofMillis(500)).count();
            }
            consumer.commitSync();
        }
        return got;
    }

    static long ends(Admin admin, String topic) throws Exception {
        var asked = new HashMap<TopicPartition, OffsetSpec>();
        described(admin, topic).partitions().forEach(p -> asked.put(new TopicPartition(topic, p.partition()), OffsetSpec.latest()));
        return admin.listOffsets(asked).all().get().values().stream().mapToLong(end -> end.offset()).sum();
    }

    static long committed(Admin admin, String group) throws Exception {
        return admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get().values().stream()
            .mapToLong(OffsetAndMetadata::offset).sum();
    }

    static TopicDescription described(Admin admin, String topic) throws Exception {
        return admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic);
    }

    static String config(Admin admin, ConfigResource of, String name) throws Exception {
        return admin.describeConfigs(List.of(of)).all().get().get(of).get(name).value();
    }

    /** Brokers hear of a change one after the other. */
    static boolean settled(Seen seen) throws Exception {
        for (var round = 0; round < 100; round++) {
            try {
                if (seen.yet()) {
                    return true;
                }
            } catch (ExecutionException notYet) {
                if (round == 99) {
                    throw notYet;
                }
            }
            Thread.sleep(100);
        }
        return false;
    }

    interface Seen {
        boolean yet() throws Exception;
    }

    static void saw(String what, Object value) {
        System.out.println(what + ": " + value);
    }
}
