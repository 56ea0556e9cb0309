using System.Collections.Concurrent;
using Portal.Core;
using Portal.Core.Access;
using Portal.Engines;
using Portal.Engines.Kafka;

namespace Portal.Tests.Kit;

/// <summary>ACLs in memory.</summary>
public sealed class FakeAcls : IAclClusters, IClusterAcls
{
    private readonly ConcurrentDictionary<Acl, bool> _acls = [];

    /// <summary>No authorizer is configured.</summary>
    public bool IsOff { get; set; }

    /// <summary>The client quotas of principals.</summary>
    public IReadOnlyCollection<PrincipalQuota> Limits { get; set; } = [];

    /// <summary>What an act fails with, by its name, or what comes after it by <see cref="Deleted"/>; null: it doesn't.</summary>
    public Func<string, Exception?>? Fault { get; set; }

    /// <summary>What a question waits for before it is answered, by its name; null: nothing.</summary>
    public Func<string, Task>? Hold { get; set; }

    /// <summary>The name that the list has of a principal, as Confluent Cloud has a number; null: its own.</summary>
    public Func<string, string>? ListedAs { get; set; }

    /// <summary>Answers questions as if it had none.</summary>
    public bool IsBehind { get; set; }

    public const string Deleted = nameof(Deleted);

    public Task<IClusterAcls> Open(ClusterId cluster, CancellationToken stop) => Task.FromResult<IClusterAcls>(this);

    public async Task<AclAnswer> All(CancellationToken stop)
    {
        await Held(nameof(All), stop);
        return new AclAnswer([.. Shown.Select(Listed)], IsOff);
    }

    public async Task<AclAnswer> Of(string principal, CancellationToken stop)
    {
        await Held(nameof(Of), stop);
        return new AclAnswer([.. Shown.Where(acl => acl.Principal == principal)], IsOff);
    }

    public async Task<IReadOnlyCollection<PrincipalQuota>> Quotas(CancellationToken stop)
    {
        await Held(nameof(Quotas), stop);
        return Limits;
    }

    public Task Create(IReadOnlyList<Acl> acls, ActBefore deadline, CancellationToken stop)
    {
        Fail(nameof(Create));
        foreach (var acl in acls)
        {
            _acls.TryAdd(acl, true);
        }

        return Task.CompletedTask;
    }

    public Task Delete(IReadOnlyList<Acl> acls, ActBefore deadline, CancellationToken stop)
    {
        Fail(nameof(Delete));
        foreach (var acl in acls)
        {
            _acls.TryRemove(acl, out _);
        }

        Fail(Deleted);
        return Task.CompletedTask;
    }

    private IEnumerable<Acl> Shown => IsBehind ? [] : _acls.Keys;

    private Acl Listed(Acl acl) => ListedAs is { } name ? acl with { Principal = name(acl.Principal) } : acl;

    private Task Held(string question, CancellationToken stop) =>
        Hold?.Invoke(question).WaitAsync(stop) ?? Task.CompletedTask;

    private void Fail(string act)
    {
        if (Fault?.Invoke(act) is { } fault)
        {
            throw fault;
        }
    }
}
