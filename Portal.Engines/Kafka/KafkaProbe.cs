using Microsoft.Extensions.Logging;
using Portal.Core.Clusters;
using Portal.Kafka.Admin;
using Portal.Kafka.Client;
using Portal.Kafka.Wire;

namespace Portal.Engines.Kafka;

/// <summary>
/// Tries a way in to a cluster that may not be registered yet, as its clients will go it: from the bootstrap addresses to
/// the addresses that the brokers give of themselves.
/// </summary>
public sealed partial class KafkaProbe(KafkaLogin login, TimeProvider time, ILogger<KafkaProbe> log) : IClusterProbe
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    /// <summary>
    /// Of the brokers that the cluster names so many are connected to at most: whoever answers at the given addresses could
    /// name every host of a network.
    /// </summary>
    internal const int MostBrokers = 8;

    // A person waits for this: what takes longer on a first look isn't well either. The names of 100,000 topics fit.
    private static readonly KafkaOptions Brief = new()
    {
        ConnectWithin = TimeSpan.FromSeconds(6),
        AnswerWithin = TimeSpan.FromSeconds(8),
        MostResponseBytes = 12 * 1024 * 1024,
        MostBytesInAll = 16 * 1024 * 1024,
        MostNamedBrokers = MostBrokers,
    };

    // What they hold in memory together is limited so, however many people test.
    private static readonly SemaphoreSlim Turns = new(4);

    public async Task<ProbeAnswer> Ask(ClusterAccess access, CancellationToken stop)
    {
        using var late = new CancellationTokenSource(Longest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, stop);
        var hasTurn = false;
        try
        {
            await Turns.WaitAsync(either.Token);
            hasTurn = true;
            await using var client = login.Client(access, Brief);
            return new ProbeAnswer.Reached(await Facts(client, access.SignIn?.Username, either.Token));
        }
        catch (KafkaException fault)
        {
            return await ProbeWords.Of(access, fault, login.Objection, either.Token);
        }
        catch (EngineException unreadable)
        {
            return new ProbeAnswer.Failed(unreadable.Message, ClusterField.Password);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return new ProbeAnswer.Failed(
                $"The cluster didn't identify itself within {Longest.TotalSeconds:0}\u00A0s.",
                ClusterField.Addresses
            );
        }
        catch (Exception unexpected) when (!stop.IsCancellationRequested)
        {
            Unexpected(log, BootstrapAddress.Join(access.Addresses), unexpected);
            return new ProbeAnswer.Failed("The test failed unexpectedly; the portal's log has the cause.");
        }
        finally
        {
            if (hasTurn)
            {
                Turns.Release();
            }
        }
    }

    private static async Task<ClusterFacts> Facts(KafkaClient client, string? user, CancellationToken stop)
    {
        var admin = new KafkaAdmin(client);
        var topics = (await admin.AllTopics(stop)).Topics;
        await BrokerLook.Require(client, stop);
        // Brokers that lack the version with ids are refused by now: these have it, and keep to a protocol without.
        if (Array.Exists(topics, topic => topic.Error == ErrorCode.None && topic.TopicId == Guid.Empty))
        {
            throw new KafkaException.NoTopicIds();
        }

        var seen = topics.Where(topic => !topic.IsInternal).Select(topic => topic.Name!).ToList();
        var (missing, unknown) = await PermissionLook.At(client, seen, stop);
        var told = await KafkaDescription.Read(client, stop);
        var limits = await AccessLook.At(client, user, stop);
        return new(
            told.EngineId,
            told.Version,
            told.ControllerKind,
            [.. told.Brokers.Select(broker => new BootstrapAddress(broker.Host, broker.Port))],
            [.. told.MissingPermissions, .. missing]
        )
        {
            UnknownPermissions = [.. told.UnknownPermissions, .. unknown],
            AccessLimits = limits,
        };
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Testing the cluster at {Addresses} failed unexpectedly")]
    private static partial void Unexpected(ILogger log, string addresses, Exception fault);
}
