using System.Collections.Immutable;
using Portal.Core;
using Portal.Core.Resources;
using Portal.Core.ServiceAccounts;
using Portal.Engines.Kafka;

namespace Portal.Workers.Planning.ServiceAccounts;

/// <summary>Accounts as their cluster tells them now, and those by certificate as they were agreed to.</summary>
public sealed class ServiceAccountLiveReader(
    ICredentialClusters credentials,
    IKafkaClusters clusters,
    AgreedAccounts agreed
) : ILiveReader
{
    public ResourceKind Kind => ServiceAccountKind.Word;

    public async Task<LiveEngine> Read(
        ClusterId cluster,
        IReadOnlyCollection<string> names,
        IReadOnlyCollection<string> toCreate,
        CancellationToken stop
    )
    {
        var all = await (await credentials.Open(cluster, stop)).All(stop);
        var managed = await agreed.Of(cluster, names, stop);
        var there = all.ToDictionary(account => account.Name, StringComparer.Ordinal);
        return new(
            Kind,
            cluster,
            await EngineId(cluster, stop),
            names.ToImmutableSortedDictionary(
                name => name,
                name =>
                    (ResourceState?)
                        LiveServiceAccount.Of(
                            name,
                            there.GetValueOrDefault(name)?.Credentials ?? [],
                            managed.GetValueOrDefault(name)
                        ),
                StringComparer.Ordinal
            ),
            ImmutableDictionary<string, string>.Empty
        );
    }

    public async Task<string> EngineId(ClusterId cluster, CancellationToken stop) =>
        (await (await clusters.Open(cluster, stop)).Describe(stop)).EngineId;
}
