using Portal.Core.ServiceAccounts;
using Portal.Kafka.Admin;
using Portal.Kafka.Client;
using Portal.Kafka.Messages;
using Portal.Kafka.Wire;

namespace Portal.Engines.Kafka;

/// <summary>
/// Which SCRAM mechanisms clients can sign in by. A broker's settings say it, for all its listeners or for each by itself, and a broker isn't like the
/// others only while somebody changes them one after the other: what all of them take counts.
/// </summary>
internal static class MechanismLook
{
    private const string Setting = "sasl.enabled.mechanisms";

    // A broker that doesn't answer is no reason to stop: what it takes is unknown then.
    public static async Task<IReadOnlyList<CredentialMechanism>?> At(
        OpenedCluster cluster,
        KafkaAdmin admin,
        CancellationToken stop
    )
    {
        try
        {
            return Of(await KafkaCall.Ask(cluster, () => admin.BrokerConfigs(stop), stop));
        }
        catch (EngineException)
        {
            return null;
        }
    }

    /// <param name="shown">By broker; null where it answered nothing.</param>
    public static IReadOnlyList<CredentialMechanism>? Of(IReadOnlyList<DescribeConfigsResponse.Result?> shown)
    {
        var taken = shown.Select(Taken).ToList();
        return taken.Count == 0 || taken.Contains(null)
            ? null
            : [.. Enum.GetValues<CredentialMechanism>().Where(m => taken.All(names => names!.Contains(m.Title())))];
    }

    // "listener.name.clients.sasl.enabled.mechanisms" is one listener's own list.
    private static HashSet<string>? Taken(DescribeConfigsResponse.Result? shown)
    {
        var lists = shown is { Error: ErrorCode.None }
            ? shown
                .Configs.Where(c => c.Name == Setting || c.Name.EndsWith($".{Setting}", StringComparison.Ordinal))
                .Select(c => c.Value)
                .OfType<string>()
                .ToList()
            : [];
        return lists.Count == 0
            ? null
            :
            [
                .. lists.SelectMany(list =>
                    list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                ),
            ];
    }
}
