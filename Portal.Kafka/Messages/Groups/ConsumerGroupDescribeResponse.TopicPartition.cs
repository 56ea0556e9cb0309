using Portal.Kafka.Wire;

namespace Portal.Kafka.Messages;

public sealed partial record ConsumerGroupDescribeResponse
{
    public sealed record TopicPartition : IWireFormat<TopicPartition>
    {
        public Guid TopicId { get; init; }
        public string TopicName { get; init; } = "";
        public int[] Partitions { get; init; } = [];

        public static TopicPartition Read(ref KafkaReader r, short v)
        {
            var m = new TopicPartition
            {
                TopicId = r.Uuid(),
                TopicName = r.String(),
                Partitions = r.Int32Array(),
            };
            r.SkipTags();
            return m;
        }

        public void Write(KafkaWriter w, short v)
        {
            w.Uuid(TopicId);
            w.String(TopicName);
            w.Int32Array(Partitions);
            w.NoTags();
        }
    }
}
