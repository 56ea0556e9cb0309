using Confluent.Kafka;
using Portal.Tests.Interop;
using Portal.Tests.Kit;

namespace Portal.Tests.LocalCluster.Streams.Contract;

/// <summary>Flink's two protocols: what it answers is recorded, and the local cluster's stream runtime answers alike.</summary>
public sealed class ContractTests
{
    // A Java object, which only Java reads; its stack trace is there as text.
    private const string Serialized =
        "GET /jobs/{job}/savepoints/{nowhere}: lacks .operation.failure-cause.serialized-throwable";

    [ClusterFact]
    public async Task Each_answer_has_the_status_and_the_fields_that_Flink_s_has()
    {
        await using var cluster = await Topics();

        var answers = await FlinkWalk.Of(
            cluster.Flink,
            cluster.SqlGateway,
            cluster.Bootstrap,
            $"file://{cluster.Data}/savepoints"
        );

        Differences(answers).ShouldBe([Serialized]);
    }

    [LongFact]
    public async Task Each_answer_of_the_gateway_s_former_version_is_the_same()
    {
        await using var cluster = await Topics();

        var answers = await FlinkWalk.Of(
            cluster.Flink,
            cluster.SqlGateway,
            cluster.Bootstrap,
            $"file://{cluster.Data}/savepoints",
            version: "v3"
        );

        Differences(answers).ShouldBe([Serialized]);
    }

    /// <summary>With <c>PORTAL_RECORD=1</c> what Flink answers now is what counts from now on.</summary>
    [FullRunFact]
    public async Task What_is_recorded_is_what_Flink_answers()
    {
        await using var cluster = await Topics();
        await using var flink = await RealFlink.Start(slots: 4);

        var answers = await FlinkWalk.Of(
            flink.Url,
            flink.Gateway,
            cluster.Bootstrap,
            $"file://{cluster.Data}/savepoints"
        );

        if (Environment.GetEnvironmentVariable("PORTAL_RECORD") == "1")
        {
            ContractAnswer.Record(answers);
        }

        Differences(answers).ShouldBe([]);
    }

    private static async Task<LocalKafka> Topics()
    {
        var cluster = await LocalKafka.Start(brokers: 1);
        using var client = new Client(cluster.Bootstrap);
        await client.Create("walk-in", 1, 1);
        await client.Create("walk-out", 1, 1);
        using var producer = client.Producer();
        await producer.ProduceAsync("walk-in", new Message<string, string> { Value = """{"n": 1}""" });
        return cluster;
    }

    private static IEnumerable<string> Differences(IReadOnlyList<ContractAnswer> answers)
    {
        var flinks = ContractAnswer.Recorded;
        answers.Select(a => a.Request).ShouldBe(flinks.Select(f => f.Request));
        // Each metric is one of Flink's, by its name. Flink has some hundred more, of its network, its JVM and Java's Kafka client.
        return answers
            .Zip(flinks)
            .SelectMany(pair => pair.First.Differences(pair.Second))
            .Where(difference => !difference.Contains($": lacks {ContractAnswer.Metric}", StringComparison.Ordinal));
    }
}
