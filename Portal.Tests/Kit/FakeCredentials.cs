using System.Collections.Concurrent;
using Portal.Core;
using Portal.Core.ServiceAccounts;
using Portal.Engines;
using Portal.Engines.Kafka;

namespace Portal.Tests.Kit;

/// <summary>SCRAM credentials in memory.</summary>
public sealed class FakeCredentials : ICredentialClusters, IClusterCredentials
{
    /// <summary>The mechanisms that clients may sign in by.</summary>
    public IReadOnlyList<CredentialMechanism> Taken { get; set; } = Enum.GetValues<CredentialMechanism>();

    /// <summary>What an act fails with, by its name, or what comes after it by <see cref="Stored"/> or <see cref="Deleted"/>; null: it doesn't.</summary>
    public Func<string, Exception?>? Fault { get; set; }

    public const string Stored = nameof(Stored);

    public const string Deleted = nameof(Deleted);

    /// <summary>The mechanism whose credentials the broker that answers has lost, as Kafka 4.3.1 does at a start, while the cluster has them; null: none.</summary>
    public CredentialMechanism? Lost { get; set; }

    /// <summary>The mechanism whose credentials the cluster refuses to delete, for good; null: none.</summary>
    public CredentialMechanism? Kept { get; set; }

    private readonly ConcurrentDictionary<(string Name, CredentialMechanism Mechanism), int> _iterations = [];

    public Task<IClusterCredentials> Open(ClusterId cluster, CancellationToken stop) =>
        Task.FromResult<IClusterCredentials>(this);

    public Task<IReadOnlyList<LiveServiceAccount>> All(CancellationToken stop) =>
        Task.FromResult<IReadOnlyList<LiveServiceAccount>>([
            .. _iterations
                .Where(c => c.Key.Mechanism != Lost)
                .GroupBy(c => c.Key.Name)
                .Select(account => new LiveServiceAccount(
                    account.Key,
                    [.. account.Select(c => new CredentialShown(c.Key.Mechanism, c.Value)).OrderBy(c => c.Mechanism)]
                )),
        ]);

    public Task<IReadOnlyList<CredentialMechanism>?> Enabled(CancellationToken stop) =>
        Task.FromResult<IReadOnlyList<CredentialMechanism>?>(Taken);

    public Task Set(
        string name,
        CredentialMechanism mechanism,
        int iterations,
        string password,
        ActBefore deadline,
        CancellationToken stop
    )
    {
        Fail(nameof(Set));
        _iterations[(name, mechanism)] = iterations;
        Fail(Stored);
        return Task.CompletedTask;
    }

    public Task Delete(string name, CredentialMechanism mechanism, ActBefore deadline, CancellationToken stop)
    {
        Fail(nameof(Delete));
        if (mechanism == Kept)
        {
            throw new EngineException(EngineFault.Final, "Not allowed to.");
        }

        _iterations.TryRemove((name, mechanism), out _);
        Fail(Deleted);
        return Task.CompletedTask;
    }

    private void Fail(string act)
    {
        if (Fault?.Invoke(act) is { } fault)
        {
            throw fault;
        }
    }
}
