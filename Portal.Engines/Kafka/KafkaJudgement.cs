using Portal.Core.Resources;
using Portal.Core.Topics;
using Portal.Kafka.Admin;
using Portal.Kafka.Client;
using Portal.Kafka.Wire;

namespace Portal.Engines.Kafka;

/// <summary>Kafka's own opinion of a step, asked for without doing it: it knows rules and policies that we don't.</summary>
internal static class KafkaJudgement
{
    private static readonly Allowed AnswerWithin = new(TimeSpan.FromSeconds(15));

    public static async Task<string?> Of(KafkaAdmin admin, Step step, CancellationToken stop)
    {
        try
        {
            var (error, words) = await Ask(admin, step, stop);
            return error == ErrorCode.None ? null : KafkaFaults.Told(error, words);
        }
        catch (KafkaException.NotUnderstood)
        {
            // A broker that can't be asked has no opinion; the act itself will tell.
            return null;
        }
    }

    private static async Task<(ErrorCode Error, string? Words)> Ask(KafkaAdmin admin, Step step, CancellationToken stop)
    {
        switch (step)
        {
            case CreateTopic create:
                var created = (await admin.Create([KafkaActs.NewTopic(create)], true, AnswerWithin, stop)).Single();
                return (created.Error, created.ErrorMessage);
            case AlterConfigs alter:
                var values = alter.Configs.ToDictionary(c => c.Name, c => c.After, StringComparer.Ordinal);
                var wanted = new Dictionary<string, IReadOnlyDictionary<string, string?>> { [alter.On.Name] = values };
                var altered = (await admin.AlterTopicConfigs(wanted, true, AnswerWithin, stop)).Single();
                return (altered.Error, altered.ErrorMessage);
            case GrowPartitions grow:
                var counts = new Dictionary<string, int> { [grow.On.Name] = grow.After };
                var grown = (await admin.Grow(counts, true, AnswerWithin, stop)).Single();
                return (grown.Error, grown.ErrorMessage);
            default:
                return (ErrorCode.None, null);
        }
    }
}
