"""A working day of aiokafka: `aiosession.py BOOTSTRAP TOPIC`. Each line it writes is one thing it saw."""
import asyncio
import sys

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

RECORDS = 1000
bootstrap, topic = sys.argv[1], sys.argv[2]
transacted = f"{topic}-tx"


def saw(what, value):
    print(f"{what}: {value}")


async def settled(seen):
    """Brokers hear of a change one after the other."""
    for _ in range(100):
        if await seen():
            return True
        await asyncio.sleep(0.1)
    return False


async def produce():
    async with AIOKafkaProducer(
            bootstrap_servers=bootstrap, acks="all", enable_idempotence=True, compression_type="gzip") as producer:
        for number in range(RECORDS):
            await producer.send(topic, key=b"k%d" % number, value=b"v%d" % number)
        await producer.flush()


async def read(count):
    """Reads so many as a group of the topic's name, commits them, leaves."""
    got = 0
    async with AIOKafkaConsumer(
            topic, bootstrap_servers=bootstrap, group_id=topic, auto_offset_reset="earliest", enable_auto_commit=False) as consumer:
        while got < count:
            batch = await asyncio.wait_for(consumer.getmany(timeout_ms=30_000, max_records=count - got), 30)
            got += sum(len(records) for records in batch.values())
        await consumer.commit()
    return got


async def transactions():
    """One that is aborted, then one that is committed, with the offset up to which its input was read. Gives what is read as committed."""
    async with AIOKafkaProducer(bootstrap_servers=bootstrap, transactional_id=topic) as producer:
        for is_kept in (False, True):
            await producer.begin_transaction()
            await producer.send_and_wait(transacted, b"true" if is_kept else b"false")
            await producer.send_offsets_to_transaction({TopicPartition(topic, 0): 7}, transacted)
            await (producer.commit_transaction() if is_kept else producer.abort_transaction())
    async with AIOKafkaConsumer(
            transacted, bootstrap_servers=bootstrap, auto_offset_reset="earliest", isolation_level="read_committed") as consumer:
        return (await asyncio.wait_for(consumer.getone(), 30)).value.decode()


async def main():
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    await admin.create_topics([NewTopic(topic, 3, 1), NewTopic(transacted, 1, 1)])

    async def is_there():
        return {topic, transacted} <= set(await admin.list_topics())

    await settled(is_there)
    await produce()
    first = await read(RECORDS // 2)
    saw("read in two sittings", first + await read(RECORDS - first))
    saw("committed", sum(at.offset for at in (await admin.list_consumer_group_offsets(topic)).values()))
    saw("committed transactions", await transactions())
    saw("committed with them", [at.offset for at in (await admin.list_consumer_group_offsets(transacted)).values()])
    await admin.delete_topics([topic, transacted])

    async def is_gone():
        return topic not in await admin.list_topics()

    saw("left", "nothing" if await settled(is_gone) else topic)
    await admin.close()


asyncio.run(main())
