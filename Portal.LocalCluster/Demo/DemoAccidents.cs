using System.Net;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.Options;

namespace Portal.LocalCluster.Demo;

/// <summary>
/// What goes wrong in a demo, done past the portal as it happens in life: a topic made by hand, a setting that somebody
/// changed on the cluster, a broker of staging that doesn't respond. Done again at each start, and twice is once.
/// </summary>
internal sealed class DemoAccidents(DemoRequests requests, IHttpClientFactory clients, IOptions<DemoOptions> options)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    /// <summary>By hand, on production.</summary>
    public async Task Happen(CancellationToken stop)
    {
        if (options.Value.Bootstrap.TryGetValue(DemoWorld.Prod, out var bootstrap))
        {
            await ByHand(bootstrap);
            var like = DemoWorld.Topics.First(t => t.Cluster == DemoWorld.Prod && t.Name == "daily-reports");
            await requests.RequestExisting(like, DemoWorld.ByHand, stop);
        }
    }

    /// <summary>When nothing is to be made on staging any more.</summary>
    public async Task TakeBrokerAway(CancellationToken stop)
    {
        if (options.Value.StagingAdmin is { } admin)
        {
            using var client = clients.CreateClient();
            using var answer = await client.PostAsync(new Uri(admin, "/brokers/3/pause"), null, stop);
            if (answer.StatusCode != HttpStatusCode.Conflict) // it is paused already
            {
                await DemoApi.Expect(answer, stop);
            }
        }
    }

    private static async Task ByHand(string bootstrap)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = bootstrap })
            .SetErrorHandler(static (_, _) => { })
            .Build();
        try
        {
            await admin.CreateTopicsAsync(
                [
                    new TopicSpecification
                    {
                        Name = DemoWorld.ByHand,
                        NumPartitions = 1,
                        ReplicationFactor = 3,
                    },
                ],
                new CreateTopicsOptions { RequestTimeout = Longest }
            );
        }
        catch (CreateTopicsException there)
            when (there.Results.TrueForAll(result => result.Error.Code == ErrorCode.TopicAlreadyExists))
        {
            // At an earlier start.
        }
        catch (KafkaException refused)
        {
            throw new DemoException($"{DemoWorld.ByHand} could not be made: {refused.Error.Reason}");
        }

        try
        {
            await admin.IncrementalAlterConfigsAsync(
                new Dictionary<ConfigResource, List<ConfigEntry>>
                {
                    [new ConfigResource { Type = ResourceType.Topic, Name = "carts" }] =
                    [
                        new ConfigEntry
                        {
                            Name = "retention.ms",
                            Value = "3600000",
                            IncrementalOperation = AlterConfigOpType.Set,
                        },
                    ],
                },
                new IncrementalAlterConfigsOptions { RequestTimeout = Longest }
            );
        }
        catch (KafkaException refused)
        {
            throw new DemoException($"A setting of carts could not be changed: {refused.Error.Reason}");
        }
    }
}
