"""A working day of kafka-python: `session.py BOOTSTRAP TOPIC`. Each line it writes is one thing it saw."""
import sys
import time

from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer
from kafka.admin import NewTopic

RECORDS = 1000
bootstrap, topic = sys.argv[1].split(","), sys.argv[2]


def saw(what, value):
    print(f"{what}: {value}")


def settled(seen):
    """Brokers hear of a change one after the other."""
    for _ in range(100):
        if seen():
            return True
        time.sleep(0.1)
    return False


def read(count):
    """Reads so many as a group of the topic's name, commits them, leaves."""
    consumer = KafkaConsumer(
        topic, bootstrap_servers=bootstrap, group_id=topic, auto_offset_reset="earliest", enable_auto_commit=False,
        consumer_timeout_ms=30_000, max_poll_records=100)
    got = 0
    for _ in consumer:
        got += 1
        if got == count:
            break
    consumer.commit()
    consumer.close(autocommit=False)
    return got


admin = KafkaAdminClient(bootstrap_servers=bootstrap)
admin.create_topics([NewTopic(topic, num_partitions=3, replication_factor=1)])
settled(lambda: topic in admin.list_topics())
producer = KafkaProducer(bootstrap_servers=bootstrap, acks="all", compression_type="gzip")
for number in range(RECORDS):
    producer.send(topic, key=b"k%d" % number, value=b"v%d" % number)
producer.flush()
producer.close()
first = read(RECORDS // 2)
saw("read in two sittings", first + read(RECORDS - first))
saw("committed", sum(at.offset for at in admin.list_consumer_group_offsets(topic).values()))
admin.delete_consumer_groups([topic])
admin.delete_topics([topic])
saw("left", "nothing" if settled(lambda: topic not in admin.list_topics()) else topic)
