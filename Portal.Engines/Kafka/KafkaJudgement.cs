using Portal.Core.Resources;
using Portal.Core.Topics;
using Portal.Kafka.Admin;
using Portal.Kafka.Client;
using Portal.Kafka.Wire;

namespace Portal.Engines.Kafka;

/// <summary>Kafka's own opinion of steps, asked for without doing them: it knows rules and policies that we don't.</summary>
internal static class KafkaJudgement
{
    private static readonly Allowed AnswerWithin = new(TimeSpan.FromSeconds(15));

    // A controller takes at most 10,000 records in one request, and each partition is one or two.
    private const int PartitionsPerRequest = 2_000;

    /// <returns>By topic.</returns>
    /// <exception cref="EngineException">An answer says nothing of the step: it can't be judged now.</exception>
    public static async Task<IReadOnlyDictionary<string, string>> Of(
        KafkaAdmin admin,
        string cluster,
        IReadOnlyCollection<Step> steps,
        CancellationToken stop
    )
    {
        var answers = new List<(string Topic, ErrorCode Error, string? Words)>();
        foreach (var some in Requests(steps.OfType<CreateTopic>()))
        {
            answers.AddRange(await Unless(() => Ask(admin, some, stop)));
        }

        answers.AddRange(await Unless(() => Ask(admin, [.. steps.OfType<AlterConfigs>()], stop)));
        answers.AddRange(await Unless(() => Ask(admin, [.. steps.OfType<GrowPartitions>()], stop)));
        return Refusals(cluster, answers);
    }

    /// <inheritdoc cref="Of"/>
    public static IReadOnlyDictionary<string, string> Refusals(
        string cluster,
        IEnumerable<(string Topic, ErrorCode Error, string? Words)> answers
    )
    {
        var refused = answers.Where(answer => answer.Error != ErrorCode.None).ToList();
        foreach (var (topic, error, words) in refused.Where(r => KafkaFaults.FaultOf(r.Error) != EngineFault.Final))
        {
            throw new EngineException(
                EngineFault.Transient,
                $"{cluster} can't judge what is planned of {topic} now: {KafkaFaults.Describe(error, words)}"
            );
        }

        return refused
            .DistinctBy(answer => answer.Topic)
            .ToDictionary(a => a.Topic, a => KafkaFaults.Describe(a.Error, a.Words), StringComparer.Ordinal);
    }

    // A broker that can't be asked has no opinion; the act itself will tell.
    private static async Task<IEnumerable<(string, ErrorCode, string?)>> Unless(
        Func<Task<IEnumerable<(string, ErrorCode, string?)>>> ask
    )
    {
        try
        {
            return await ask();
        }
        catch (KafkaException.NotUnderstood)
        {
            return [];
        }
    }

    private static IEnumerable<List<CreateTopic>> Requests(IEnumerable<CreateTopic> creates)
    {
        var request = new List<CreateTopic>();
        foreach (var create in creates)
        {
            if (request.Count > 0 && request.Sum(r => r.Partitions) + create.Partitions > PartitionsPerRequest)
            {
                yield return request;
                request = [];
            }

            request.Add(create);
        }

        if (request.Count > 0)
        {
            yield return request;
        }
    }

    private static async Task<IEnumerable<(string, ErrorCode, string?)>> Ask(
        KafkaAdmin admin,
        List<CreateTopic> steps,
        CancellationToken stop
    ) =>
        (await admin.Create([.. steps.Select(KafkaActs.NewTopic)], true, AnswerWithin, stop)).Select(created =>
            (created.Name, created.Error, created.ErrorMessage)
        );

    private static async Task<IEnumerable<(string, ErrorCode, string?)>> Ask(
        KafkaAdmin admin,
        AlterConfigs[] steps,
        CancellationToken stop
    )
    {
        // Settings that destroy data are a step of their own, so a topic may have two: they are judged as one.
        var wanted = steps
            .GroupBy(step => step.On.Name, StringComparer.Ordinal)
            .ToDictionary(
                topic => topic.Key,
                topic =>
                    (IReadOnlyDictionary<string, string?>)
                        topic
                            .SelectMany(step => step.Configs)
                            .ToDictionary(c => c.Name, c => c.After, StringComparer.Ordinal),
                StringComparer.Ordinal
            );
        return wanted.Count == 0
            ? []
            : (await admin.AlterTopicConfigs(wanted, true, AnswerWithin, stop)).Select(altered =>
                (altered.ResourceName, altered.Error, altered.ErrorMessage)
            );
    }

    private static async Task<IEnumerable<(string, ErrorCode, string?)>> Ask(
        KafkaAdmin admin,
        GrowPartitions[] steps,
        CancellationToken stop
    )
    {
        var counts = steps.ToDictionary(step => step.On.Name, step => step.After, StringComparer.Ordinal);
        return counts.Count == 0
            ? []
            : (await admin.Grow(counts, true, AnswerWithin, stop)).Select(grown =>
                (grown.Name, grown.Error, grown.ErrorMessage)
            );
    }
}
