// A working day of franz-go: `session BOOTSTRAP TOPIC`. Each line it writes is one thing it saw.
package main

import (
	"context"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/twmb/franz-go/pkg/kadm"
	"github.com/twmb/franz-go/pkg/kgo"
)

const records = 1000

var (
	bootstrap  = strings.Split(os.Args[1], ",")
	topic      = os.Args[2]
	transacted = topic + "-tx"
)

func main() {
	ctx, done := context.WithTimeout(context.Background(), time.Minute)
	defer done()
	admin := kadm.NewClient(client())
	defer admin.Close()
	require(admin.CreateTopics(ctx, 3, 1, nil, topic))
	require(admin.CreateTopics(ctx, 1, 1, nil, transacted))
	settled(func() bool { return has(ctx, admin, topic) && has(ctx, admin, transacted) })

	produce(ctx)
	first := read(ctx, records/2)
	saw("read in two sittings", first+read(ctx, records-first))
	saw("committed", committed(ctx, admin, topic))
	saw("lag", must(admin.Lag(ctx, topic))[topic].Lag.Total())
	saw("committed transactions", transactions(ctx))
	saw("committed with them", committed(ctx, admin, transacted))

	require(admin.DeleteTopics(ctx, topic, transacted))
	if settled(func() bool { return !has(ctx, admin, topic) }) {
		saw("left", "nothing")
	} else {
		saw("left", topic)
	}
}

// produce sends a third of the records in each of three codecs.
func produce(ctx context.Context) {
	codecs := []kgo.CompressionCodec{kgo.GzipCompression(), kgo.Lz4Compression(), kgo.ZstdCompression()}
	for at, codec := range codecs {
		producer := client(kgo.RequiredAcks(kgo.AllISRAcks()), kgo.ProducerBatchCompression(codec))
		for number := at; number < records; number += len(codecs) {
			producer.Produce(ctx, &kgo.Record{Topic: topic, Key: []byte(fmt.Sprint("k", number)), Value: []byte(fmt.Sprint("v", number))},
				func(_ *kgo.Record, err error) { check(err) })
		}
		check(producer.Flush(ctx))
		producer.Close()
	}
}

// read takes so many as a group of the topic's name, commits them, leaves.
func read(ctx context.Context, count int) int {
	consumer := client(kgo.ConsumerGroup(topic), kgo.ConsumeTopics(topic), kgo.DisableAutoCommit())
	defer consumer.Close()
	got := []*kgo.Record{}
	for len(got) < count {
		got = append(got, fetched(consumer.PollRecords(ctx, count-len(got)))...)
	}
	check(consumer.CommitRecords(ctx, got...))
	return len(got)
}

// transactions copies the topic twice, aborting the first: gives what is read as committed.
func transactions(ctx context.Context) string {
	session := must(kgo.NewGroupTransactSession(
		kgo.SeedBrokers(bootstrap...), kgo.TransactionalID(topic), kgo.ConsumerGroup(transacted), kgo.ConsumeTopics(topic),
		kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()), kgo.RequireStableFetchOffsets()))
	defer session.Close()
	for _, end := range []kgo.TransactionEndTry{kgo.TryAbort, kgo.TryCommit} {
		check(session.Begin())
		for got := 0; got < records; {
			got += len(fetched(session.PollFetches(ctx)))
		}
		require(session.ProduceSync(ctx, &kgo.Record{Topic: transacted, Value: []byte(fmt.Sprint(end == kgo.TryCommit))}).First())
		require(session.End(ctx, end))
	}
	reader := client(kgo.ConsumeTopics(transacted), kgo.FetchIsolationLevel(kgo.ReadCommitted()))
	defer reader.Close()
	return string(fetched(reader.PollRecords(ctx, 1))[0].Value)
}

func committed(ctx context.Context, admin *kadm.Client, group string) (sum int64) {
	must(admin.FetchOffsets(ctx, group)).Each(func(of kadm.OffsetResponse) { sum += of.At })
	return sum
}

func has(ctx context.Context, admin *kadm.Client, topic string) bool {
	return must(admin.ListTopics(ctx)).Has(topic)
}

func client(more ...kgo.Opt) *kgo.Client {
	return must(kgo.NewClient(append(more, kgo.SeedBrokers(bootstrap...), kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()))...))
}

func fetched(from kgo.Fetches) []*kgo.Record {
	check(from.Err())
	return from.Records()
}

// settled waits for brokers, who hear of a change one after the other.
func settled(seen func() bool) bool {
	for range [100]struct{}{} {
		if seen() {
			return true
		}
		time.Sleep(100 * time.Millisecond)
	}
	return false
}

func must[T any](value T, err error) T {
	check(err)
	return value
}

func require[T any](_ T, err error) {
	check(err)
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func saw(what string, value any) {
	fmt.Printf("%s: %v\n", what, value)
}
