using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

public sealed partial record MetadataResponse
{
    public sealed record Broker : IWireFormat<Broker>
    {
        public int NodeId { get; init; }
        public string Host { get; init; } = "";
        public int Port { get; init; }
        public string? Rack { get; init; }

        public static Broker Read(ref KafkaReader r, short v)
        {
            var m = new Broker
            {
                NodeId = r.Int32(),
                Host = r.String(),
                Port = r.Int32(),
                Rack = v >= 1 ? r.NullableString() : null,
            };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.Int32(NodeId);
            w.String(Host);
            w.Int32(Port);
            if (v >= 1)
            {
                w.NullableString(Rack);
            }
            w.NoTags();
        }
    }

    public sealed record Topic : IWireFormat<Topic>
    {
        public ErrorCode Error { get; init; }
        public string? Name { get; init; }
        public Guid TopicId { get; init; }
        public bool IsInternal { get; init; }
        public Partition[] Partitions { get; init; } = [];

        /// <summary>How many there are: with ZooKeeper, one that never had a leader is left out of the list.</summary>
        public int PartitionCount =>
            Math.Max(Partitions.Length, Partitions.Select(p => p.PartitionIndex + 1).DefaultIfEmpty().Max());

        /// <summary>A bit for each operation; <see cref="int.MinValue"/> where it was not asked for.</summary>
        public int TopicAuthorizedOperations { get; init; } = int.MinValue;

        public static Topic Read(ref KafkaReader r, short v)
        {
            var m = new Topic
            {
                Error = r.Error(),
                Name = r.NullableString(),
                TopicId = v >= 10 ? r.Uuid() : Guid.Empty,
                IsInternal = v >= 1 && r.Bool(),
                Partitions = r.Array<Partition>(v),
                TopicAuthorizedOperations = v >= 8 ? r.Int32() : int.MinValue,
            };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.Error(Error);
            w.NullableString(v >= 12 ? Name : Name ?? "");
            if (v >= 10)
            {
                w.Uuid(TopicId);
            }
            if (v >= 1)
            {
                w.Bool(IsInternal);
            }
            w.Array(Partitions, v);
            if (v >= 8)
            {
                w.Int32(TopicAuthorizedOperations);
            }
            w.NoTags();
        }
    }

    public sealed record Partition : IWireFormat<Partition>
    {
        public ErrorCode Error { get; init; }
        public int PartitionIndex { get; init; }
        public int LeaderId { get; init; }
        public int LeaderEpoch { get; init; } = -1;
        public int[] ReplicaNodes { get; init; } = [];
        public int[] IsrNodes { get; init; } = [];
        public int[] OfflineReplicas { get; init; } = [];

        public static Partition Read(ref KafkaReader r, short v)
        {
            var m = new Partition
            {
                Error = r.Error(),
                PartitionIndex = r.Int32(),
                LeaderId = r.Int32(),
                LeaderEpoch = v >= 7 ? r.Int32() : -1,
                ReplicaNodes = r.Int32Array(),
                IsrNodes = r.Int32Array(),
                OfflineReplicas = v >= 5 ? r.Int32Array() : [],
            };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.Error(Error);
            w.Int32(PartitionIndex);
            w.Int32(LeaderId);
            if (v >= 7)
            {
                w.Int32(LeaderEpoch);
            }
            w.Int32Array(ReplicaNodes);
            w.Int32Array(IsrNodes);
            if (v >= 5)
            {
                w.Int32Array(OfflineReplicas);
            }
            w.NoTags();
        }
    }
}
