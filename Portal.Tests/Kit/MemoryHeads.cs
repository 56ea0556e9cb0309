using System.Collections.Concurrent;
using Portal.Core.Audit;

namespace Portal.Tests.Kit;

/// <summary>Heads that nobody has to sign, for tests of what else the sealer does.</summary>
internal sealed class MemoryHeads : IAuditHeads
{
    private readonly ConcurrentBag<AuditHead> _kept = [];

    public Task Keep(AuditHead head, CancellationToken stop)
    {
        _kept.Add(head);
        return Task.CompletedTask;
    }

    public Task<KeptHeads> Read(CancellationToken stop) => Task.FromResult(new KeptHeads([.. _kept], Forged: 0));

    public Task<string?> SetAside(DateTimeOffset at, CancellationToken stop) => throw new NotSupportedException();
}
