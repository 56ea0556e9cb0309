using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

/// <summary>A broker's log directories, and how many bytes each partition in them takes.</summary>
public sealed record DescribeLogDirsResponse : IWireFormat<DescribeLogDirsResponse>
{
    public int ThrottleTimeMs { get; init; }
    public ErrorCode Error { get; init; }
    public LogDir[] Results { get; init; } = [];

    public static DescribeLogDirsResponse Read(ref KafkaReader r, short v)
    {
        var m = new DescribeLogDirsResponse
        {
            ThrottleTimeMs = r.Int32(),
            Error = v >= 3 ? r.Error() : ErrorCode.None,
            Results = r.Array<LogDir>(v),
        };
        r.SkipTags();
        return m;
    }

    public void Write(KafkaWriter w, short v)
    {
        w.Int32(ThrottleTimeMs);
        if (v >= 3)
        {
            w.Error(Error);
        }
        w.Array(Results, v);
        w.NoTags();
    }

    public sealed record LogDir : IWireFormat<LogDir>
    {
        public ErrorCode Error { get; init; }
        public string Path { get; init; } = "";
        public Topic[] Topics { get; init; } = [];
        public long TotalBytes { get; init; } = -1;
        public long UsableBytes { get; init; } = -1;
        public bool IsCordoned { get; init; }

        public static LogDir Read(ref KafkaReader r, short v)
        {
            var m = new LogDir
            {
                Error = r.Error(),
                Path = r.String(),
                Topics = r.Array<Topic>(v),
                TotalBytes = v >= 4 ? r.Int64() : -1,
                UsableBytes = v >= 4 ? r.Int64() : -1,
                IsCordoned = v >= 5 && r.Bool(),
            };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.Error(Error);
            w.String(Path);
            w.Array(Topics, v);
            if (v >= 4)
            {
                w.Int64(TotalBytes);
                w.Int64(UsableBytes);
            }
            if (v >= 5)
            {
                w.Bool(IsCordoned);
            }
            w.NoTags();
        }
    }

    public sealed record Topic : IWireFormat<Topic>
    {
        public string Name { get; init; } = "";
        public Partition[] Partitions { get; init; } = [];

        public static Topic Read(ref KafkaReader r, short v)
        {
            var m = new Topic { Name = r.String(), Partitions = r.Array<Partition>(v) };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.String(Name);
            w.Array(Partitions, v);
            w.NoTags();
        }
    }

    public sealed record Partition : IWireFormat<Partition>
    {
        public int PartitionIndex { get; init; }
        public long PartitionSize { get; init; }
        public long OffsetLag { get; init; }
        public bool IsFutureKey { get; init; }

        public static Partition Read(ref KafkaReader r, short v)
        {
            var m = new Partition
            {
                PartitionIndex = r.Int32(),
                PartitionSize = r.Int64(),
                OffsetLag = r.Int64(),
                IsFutureKey = r.Bool(),
            };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.Int32(PartitionIndex);
            w.Int64(PartitionSize);
            w.Int64(OffsetLag);
            w.Bool(IsFutureKey);
            w.NoTags();
        }
    }
}
